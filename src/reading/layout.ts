/** Lines in reading order from words that lie anywhere on a page. */
import type { Line, Word } from './document.ts';
import { orderByColumns } from './layout-columns.ts';
import { unionBox } from './union-box.ts';

/** A word in points, so that widths and heights compare. */
export type Placed = {
  readonly word: Word;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

/** Words of one height beside each other, from left to right. */
export type Row = readonly Placed[];

/**
 * Joins words to lines. Table rows and "label   value" stay one line however far apart their words stand;
 * columns of prose are told apart and follow each other.
 */
export function layOutLines(words: readonly Word[], size: { width: number; height: number }): Line[] {
  const placed = words.map((word) => place(word, size));
  const rows = joinSegments(joinWords(placed, size.width * REACH));
  return orderByColumns(rows).map((row) => toLine(inReadingOrder(row)));
}

function place(word: Word, { width, height }: { width: number; height: number }): Placed {
  const [left, top, boxWidth, boxHeight] = word.box;
  return {
    word,
    left: left * width,
    right: (left + boxWidth) * width,
    top: top * height,
    bottom: (top + boxHeight) * height,
  };
}

/** Nearest neighbours first: on a page that hangs aslant only they are surely of one line. */
function joinWords(words: readonly Placed[], reach: number): Placed[][] {
  const segments: Placed[][] = [];
  let open: Placed[][] = [];
  for (const word of [...words].sort((a, b) => a.left - b.left)) {
    open = open.filter((segment) => word.left - segment.at(-1)!.right < reach);
    const best = bestMatch(open, word, NEAR_GAP * heightOf(word));
    if (best === undefined) {
      const segment = [word];
      segments.push(segment);
      open.push(segment);
    } else best.push(word);
  }
  return segments;
}

/** Of the line height: a wider gap may part columns. */
const NEAR_GAP = 1.2;
/** Of the page's width: no gap between words of one segment is wider, which keeps long pages quick. */
const REACH = 0.1;

/** Segments of one height, however far apart, are one row. */
function joinSegments(segments: readonly Placed[][]): Placed[][] {
  const rows: Placed[][] = [];
  for (const segment of [...segments].sort((a, b) => a[0]!.left - b[0]!.left)) {
    const best = bestMatch(rows, segment[0]!, Number.POSITIVE_INFINITY);
    if (best === undefined) rows.push([...segment]);
    else best.push(...segment);
  }
  return rows.sort((a, b) => middleOf(a[0]!) - middleOf(b[0]!));
}

/** The row that `word` continues: of those that end to its left, the one with the most height in common. */
function bestMatch(rows: readonly Placed[][], word: Placed, gapMax: number): Placed[] | undefined {
  let best: Placed[] | undefined;
  let bestScore = 0;
  for (const row of rows) {
    const anchor = anchorOf(row);
    const gap = word.left - row.at(-1)!.right;
    if (gap > gapMax || gap < -0.5 * Math.min(heightOf(word), heightOf(anchor))) continue;
    const score = sharedHeight(anchor, word);
    if (score > bestScore) {
      best = row;
      bestScore = score;
    }
  }
  return best;
}

/** The word that speaks for the height of the row's end: not a raised footnote mark after it. */
function anchorOf(row: readonly Placed[]): Placed {
  const last = row.at(-1)!;
  const before = row.at(-2);
  return before !== undefined && heightOf(last) < 0.7 * heightOf(before) ? before : last;
}

/** Share of the lower word's height that both have in common; 0 where they are not of one line. */
function sharedHeight(a: Placed, b: Placed): number {
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const lower = Math.min(heightOf(a), heightOf(b));
  const higher = Math.max(heightOf(a), heightOf(b));
  const share = shared / Math.max(lower, 0.1);
  if (share < 0.5) return 0;
  const isInitial = higher > 1.8 * lower;
  return isInitial && Math.abs(middleOf(a) - middleOf(b)) > 0.6 * lower ? 0 : share;
}

const heightOf = (word: Placed): number => word.bottom - word.top;
const middleOf = (word: Placed): number => (word.top + word.bottom) / 2;

/** Hebrew and Arabic run from right to left. */
function inReadingOrder(row: Row): Row {
  const rightToLeft = row.filter(({ word }) => RIGHT_TO_LEFT.test(word.text)).length;
  return rightToLeft * 2 > row.length ? [...row].reverse() : row;
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;

function toLine(row: Row): Line {
  const words = row.map(({ word }) => word);
  return { words, box: unionBox(words.map(({ box }) => box)) };
}
