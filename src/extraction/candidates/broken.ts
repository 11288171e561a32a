import type { Candidate } from '../candidate.ts';
import type { Layout, Segment } from '../layout.ts';
import { nextLine } from './texts.ts';
import { findTyped } from './typed.ts';

/** Words of a date or duration that may stand on either side of a line's end. */
const sideWords = 5;
/** Lines of running text have more words than cells of a table. */
const proseWordsMin = 6;

/** Dates and durations that running text breaks over two lines: `for a period of two (2)` / `years`. */
export function findBroken(layout: Layout, segment: Segment): readonly Candidate[] {
  if (segment.tokens.length < proseWordsMin) return [];
  const next = nextLine(layout, segment);
  if (next === undefined) return [];
  const from = segment.tokens.length - sideWords;
  const tokens = [...segment.tokens.slice(from), ...next.tokens.slice(0, sideWords)];
  const offsets: number[] = [];
  let text = '';
  for (const token of tokens) {
    if (text !== '') text += ' ';
    offsets.push(text.length);
    text += token.text;
  }
  const joined: Segment = { ...segment, tokens, offsets, text };
  return findTyped(joined, undefined).flatMap((candidate) => {
    const isBroken = candidate.start < sideWords && candidate.end >= sideWords;
    if (!isBroken || (candidate.kind !== 'date' && candidate.kind !== 'duration')) return [];
    const start = from + candidate.start;
    return [{ ...candidate, start, end: segment.tokens.length - 1, lines: 2 }];
  });
}
