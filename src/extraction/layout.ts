import type { Box, Document, Line, Word } from '../reading/document.ts';
import { foldText, squashText } from './fold-text.ts';

/**
 * The document as the engine looks at it: tokens in rows, rows parted into segments (cells) at wide gaps.
 * All lengths are in em: the median height of a word on the page. Rows are global, top to bottom, page after page.
 */
export type Layout = {
  readonly tokens: readonly Token[];
  readonly segments: readonly Segment[];
  readonly rows: readonly Row[];
  readonly pages: readonly PageFrame[];
};

export type PageFrame = {
  readonly number: number;
  readonly widthEm: number;
  readonly heightEm: number;
  readonly source: 'text-layer' | 'ocr' | 'plain';
  /** Index of its first row. */
  readonly firstRow: number;
};

export type Token = {
  readonly index: number;
  readonly text: string;
  readonly folded: string;
  readonly squashed: string;
  readonly page: number;
  readonly segment: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly word: Word;
};

export type Segment = {
  readonly index: number;
  readonly row: number;
  readonly page: number;
  readonly tokens: readonly Token[];
  /** Words joined by one space. */
  readonly text: string;
  /** Where each token starts in `text`. */
  readonly offsets: readonly number[];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Indices of the nearest segments that share columns with this one, and of the neighbours in the row. */
  above?: number;
  below?: number;
  readonly before?: number;
  readonly after?: number;
};

export type Row = {
  readonly index: number;
  readonly page: number;
  readonly segments: readonly number[];
  readonly top: number;
  readonly bottom: number;
};

/** A gap wider than this parts two cells. A word space is .25 to .5 em; columns of receipts come as near as 1 em. */
const cellGapEm = 1.1;

type Placed = Omit<Token, 'index' | 'segment'>;
type PlacedRow = { placed: Placed[]; top: number; bottom: number; middle: number };

export function layOut(document: Document): Layout {
  const tokens: Token[] = [];
  const segments: Segment[] = [];
  const rows: Row[] = [];
  const pages: PageFrame[] = [];
  for (const page of document.pages) {
    const words = page.lines.flatMap((line) => line.words);
    const em = medianHeight(words, page.height);
    pages.push({
      number: page.number,
      widthEm: page.width / em,
      heightEm: page.height / em,
      source: page.source,
      firstRow: rows.length,
    });
    const gap = page.source === 'plain' ? plainGapEm(page.lines, page.width / em) : cellGapEm;
    const scale = { x: page.width / em, y: page.height / em };
    const lines = page.lines.map((line) =>
      line.words.flatMap((word) => splitWord(word).map((part) => place(part, word, page.number, scale))),
    );
    for (const placedRow of groupRows(lines)) {
      const row: number[] = [];
      for (const cell of partCells(placedRow.placed, gap)) {
        const segment = buildSegment(cell, segments.length, rows.length, tokens, row.at(-1));
        row.push(segment.index);
        segments.push(segment);
      }
      if (row.length === 0) continue;
      for (const [position, index] of row.entries()) {
        const after = row[position + 1];
        if (after !== undefined) (segments[index] as { after?: number }).after = after;
      }
      rows.push({
        index: rows.length,
        page: page.number,
        segments: row,
        top: placedRow.top,
        bottom: placedRow.bottom,
      });
    }
  }
  linkColumns(rows, segments);
  return { tokens, segments, rows, pages };
}

function medianHeight(words: readonly Word[], height: number): number {
  const heights = words.map((word) => word.box[3] * height).filter((value) => value > 0);
  heights.sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? 12;
}

/** In monospaced text one space parts words and two part cells, unless the text sets two between all words. */
function plainGapEm(lines: readonly Line[], widthEm: number): number {
  const gaps: number[] = [];
  let cell = 0.6;
  for (const { words } of lines) {
    for (const [at, word] of words.entries()) {
      if (word.text.length > 3) cell = (word.box[2] * widthEm) / [...word.text].length;
      const next = words[at + 1];
      if (next !== undefined) gaps.push((next.box[0] - word.box[0] - word.box[2]) * widthEm);
    }
  }
  const usual = median(gaps);
  return usual > 1.5 * cell && usual < 3 * cell ? 1.6 * usual : 1.5 * cell;
}

/** `Date:12/03/2018` and `NAME=Anna` hold a label and its value; addresses of the web and times do not. */
const gluedPair = /^(\p{L}[\p{L}\p{N}.#_/-]{0,30}(?:[:;](?!\/\/)|=))([^:=].*)$/u;

type Part = { readonly text: string; readonly box: Box };

function splitWord(word: Word): readonly Part[] {
  const match = gluedPair.exec(word.text);
  if (match === null) return [word];
  const [left, top, width, height] = word.box;
  const share = match[1]!.length / word.text.length;
  return [
    { text: match[1]!, box: [left, top, width * share, height] },
    { text: match[2]!, box: [left + width * share, top, width * (1 - share), height] },
  ];
}

function place(part: Part, word: Word, page: number, scale: { x: number; y: number }): Placed {
  const [left, top, width, height] = part.box;
  return {
    text: part.text,
    folded: foldText(part.text),
    squashed: squashText(part.text),
    page,
    left: left * scale.x,
    top: top * scale.y,
    right: (left + width) * scale.x,
    bottom: (top + height) * scale.y,
    word,
  };
}

/** Lines that stand at one height make one row, whatever the reader thought of their columns. */
function groupRows(lines: readonly (readonly Placed[])[]): readonly PlacedRow[] {
  const rows: PlacedRow[] = [];
  const measured = lines
    .filter((line) => line.length > 0)
    .map((line) => {
      const top = median(line.map((token) => token.top));
      const bottom = median(line.map((token) => token.bottom));
      return { placed: [...line], top, bottom, middle: (top + bottom) / 2 };
    })
    .sort((a, b) => a.middle - b.middle);
  for (const line of measured) {
    const height = line.bottom - line.top;
    const home = rows.findLast(
      (row, index) =>
        index >= rows.length - 4 &&
        Math.abs(row.middle - line.middle) < 0.45 * Math.min(height, row.bottom - row.top) &&
        !overlaps(row.placed, line.placed),
    );
    if (home === undefined) rows.push(line);
    else home.placed.push(...line.placed);
  }
  for (const row of rows) row.placed.sort((a, b) => a.left - b.left);
  return rows;
}

function overlaps(a: readonly Placed[], b: readonly Placed[]): boolean {
  return a.some((one) => b.some((other) => one.left < other.right - 0.2 && other.left < one.right - 0.2));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** A token without letters or digits that is only a drawn line (`|`, `____`) parts cells and stands in none. */
const ruleLike = /^[|¦│_‾=~*\-–—.·•]*$|^\.{4,}$/u;
const barLike = /^[|¦│]+$/u;

function partCells(row: readonly Placed[], gap: number): readonly (readonly Placed[])[] {
  const cells: Placed[][] = [];
  let cell: Placed[] = [];
  let right = Number.NEGATIVE_INFINITY;
  const close = () => {
    if (cell.length > 0) cells.push(cell);
    cell = [];
  };
  for (const token of row) {
    if (token.left - right > gap * Math.max(0.8, Math.min(1.6, token.bottom - token.top))) close();
    // What was filled into a form stands apart from what is printed, and from the next field.
    if (cell.length > 0 && cell.at(-1)!.word.formField !== token.word.formField) close();
    right = Math.max(right, token.right);
    if (barLike.test(token.text) || (ruleLike.test(token.text) && token.text.length > 3)) close();
    else cell.push(token);
  }
  close();
  return cells;
}

function buildSegment(
  cell: readonly Placed[],
  index: number,
  row: number,
  tokens: Token[],
  before: number | undefined,
): Segment {
  const own = cell.map((placed, position) => ({
    ...placed,
    index: tokens.length + position,
    segment: index,
  }));
  tokens.push(...own);
  const offsets: number[] = [];
  let text = '';
  for (const token of own) {
    if (text !== '') text += ' ';
    offsets.push(text.length);
    text += token.text;
  }
  return {
    index,
    row,
    page: own[0]!.page,
    tokens: own,
    text,
    offsets,
    left: own[0]!.left,
    right: Math.max(...own.map((token) => token.right)),
    top: Math.min(...own.map((token) => token.top)),
    bottom: Math.max(...own.map((token) => token.bottom)),
    ...(before === undefined ? {} : { before }),
  };
}

/** How many rows up a segment looks for the one above it. */
const rowsLookedUp = 12;

function linkColumns(rows: readonly Row[], segments: Segment[]): void {
  for (const row of rows) {
    for (const index of row.segments) {
      const segment = segments[index]!;
      for (let up = 1; up <= rowsLookedUp && segment.above === undefined; up += 1) {
        const upper = rows[row.index - up];
        if (upper === undefined || upper.page !== row.page) break;
        const found = upper.segments
          .map((candidate) => segments[candidate]!)
          .filter((candidate) => sharedWidth(candidate, segment) > 0.2)
          .sort((a, b) => sharedWidth(b, segment) - sharedWidth(a, segment))[0];
        if (found !== undefined) {
          segment.above = found.index;
          found.below ??= index;
        }
      }
    }
  }
}

/** Width that two segments share, as a share of the narrower. */
export function sharedWidth(a: Span, b: Span): number {
  const shared = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  return shared / Math.max(0.5, Math.min(a.right - a.left, b.right - b.left));
}

type Span = { readonly left: number; readonly right: number };
