import { type Candidate, joinLines, spanOf, wordsOf } from '../candidate.ts';
import type { Layout, Segment } from '../layout.ts';

/** Lines that one value may span. Addresses in our data take up to five. */
const linesMax = 5;

/** Cells as they stand, and their parts between separators: `Lieferant GmbH · Weg 1 · 80333 München`. */
export function findTexts(segment: Segment): readonly Candidate[] {
  const whole = wordsOf(segment, 0, segment.tokens.length - 1, 'text');
  if (whole === undefined || !/[\p{L}\p{N}]/u.test(whole.text)) return [];
  const found = [whole];
  // `Broadview Marketing Sdn Bhd(728384-M)`: the number of the register is no part of the name.
  const bracket = /^(\p{L}.{3,}?)\s?[([{][^()]*\d[^()]*[)\]}]?$/u.exec(whole.text);
  if (bracket !== null) {
    const from = segment.text.indexOf(whole.text);
    const bare = spanOf(segment, from, from + bracket[1]!.length, 'text');
    if (bare !== undefined) found.push(bare);
  }
  for (const [start, end] of partsOf(segment)) {
    const part = wordsOf(segment, start, end, 'text');
    if (part !== undefined && part.text !== whole.text) found.push(part);
  }
  return found;
}

const separator = /^[·•|*–—-]$|[:;]$/u;

function partsOf(segment: Segment): readonly (readonly [number, number])[] {
  const parts: (readonly [number, number])[] = [];
  let start = 0;
  const { tokens } = segment;
  const close = (end: number) => {
    if (end >= start) parts.push([start, end]);
  };
  for (const [position, token] of tokens.entries()) {
    if (!separator.test(token.text)) {
      // A name ends at its comma: "Lieferant GmbH, Weg 1, 80333 München".
      if (/,$/.test(token.text) && tokens.length <= 14 && position >= start) parts.push([start, position]);
      continue;
    }
    close(/[:;]$/.test(token.text) && token.text.length > 1 ? position : position - 1);
    start = position + 1;
  }
  if (start > 0) close(tokens.length - 1);
  return parts;
}

/** Runs of lines below one another: names and addresses that wrap. */
export function findLines(layout: Layout, segment: Segment, most = linesMax): readonly Candidate[] {
  const parts: Candidate[] = [];
  const found: Candidate[] = [];
  let current: Segment | undefined = segment;
  while (current !== undefined && parts.length < most) {
    const part = wordsOf(current, 0, current.tokens.length - 1, 'text');
    if (part === undefined) break;
    parts.push(part);
    if (parts.length > 1) found.push(joinLines(parts, 'lines'));
    current = nextLine(layout, current);
  }
  return found;
}

/** Words of a name set wide apart, or parted by a misread gap: two cells of a row that has no more. */
export function findWideText(layout: Layout, segment: Segment): readonly Candidate[] {
  const after = segment.after === undefined ? undefined : layout.segments[segment.after];
  if (after === undefined || after.left - segment.right > wideGapEm) return [];
  if (segment.before !== undefined || after.after !== undefined) return [];
  const parts = [segment, after].map((cell) => wordsOf(cell, 0, cell.tokens.length - 1, 'text'));
  if (!parts.every((part) => part !== undefined && /[\p{L}\p{N}]/u.test(part.text))) return [];
  return [{ ...joinLines(parts as Candidate[], 'run'), lines: 1 }];
}

const wideGapEm = 3;

/** The line that goes on from this one in the same column, if any. */
export function nextLine(layout: Layout, segment: Segment): Segment | undefined {
  const below = segment.below === undefined ? undefined : layout.segments[segment.below];
  if (below === undefined || below.page !== segment.page) return undefined;
  const gap = below.top - segment.bottom;
  if (gap > 1.2) return undefined;
  const leftAligned = Math.abs(below.left - segment.left) < 1.5;
  const centred = Math.abs((below.left + below.right - segment.left - segment.right) / 2) < 1.5;
  const rightAligned = Math.abs(below.right - segment.right) < 0.8;
  const within = below.left > segment.left - 2 && below.left < segment.right;
  return leftAligned || centred || rightAligned || (within && gap < 0.7) ? below : undefined;
}
