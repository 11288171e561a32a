import type { Ask } from './ask.ts';
import { type Candidate, wordsOf } from './candidate.ts';
import { nextLine } from './candidates/texts.ts';
import { findLabels, type LabelIndex, type LabelSpot } from './labels.ts';
import type { Layout, Segment } from './layout.ts';

/** Likeness from which a heading heads the list that is asked for. */
const headedFrom = 0.6;
const entriesMax = 50;
/** A heading stands at most this far over its list. */
const headGapEm = 2.5;

/** A list of texts after its label ("Languages: Polish, English") or under its heading, an entry a line or a comma. */
export function findListEntries(index: LabelIndex, ask: Ask): readonly Candidate[] {
  const spots = findLabels(ask, index)
    .filter((spot) => spot.likeness * spot.coverage >= headedFrom)
    .sort((a, b) => b.likeness * b.coverage - a.likeness * a.coverage);
  for (const spot of spots) {
    const entries = entriesOf(spot, index);
    if (entries.length > 0) return entries;
  }
  return [];
}

function entriesOf(spot: LabelSpot, index: LabelIndex): readonly Candidate[] {
  const { layout } = index;
  const segment = layout.segments[spot.segment]!;
  if (spot.end < segment.tokens.length - 1) return partEntries(segment, spot.end + 1);
  const after = segment.after === undefined ? undefined : layout.segments[segment.after];
  const lines = after === undefined ? linesUnder(segment, index) : linesFrom(after, index);
  return lines.flatMap((line) => partEntries(line, 0)).slice(0, entriesMax);
}

function linesUnder(head: Segment, index: LabelIndex): readonly Segment[] {
  const { layout } = index;
  const below = head.below === undefined ? undefined : layout.segments[head.below];
  if (below === undefined || below.page !== head.page || below.top - head.bottom > headGapEm) return [];
  return isOtherHead(below, index) ? [] : linesFrom(below, index);
}

function linesFrom(first: Segment, index: LabelIndex): readonly Segment[] {
  const lines = [first];
  let next = follow(index.layout, first);
  while (next !== undefined && lines.length < entriesMax && !isOtherHead(next, index)) {
    lines.push(next);
    next = follow(index.layout, next);
  }
  return lines;
}

function follow(layout: Layout, segment: Segment): Segment | undefined {
  return segment.after === undefined ? nextLine(layout, segment) : undefined;
}

/** The next heading, or a line with a label of its own, ends the list. */
function isOtherHead(segment: Segment, index: LabelIndex): boolean {
  const [label] = index.knownBySegment.get(segment.index) ?? [];
  return (label?.start === 0 && label.end === segment.tokens.length - 1) || /\p{L}:/u.test(segment.text);
}

/** `Polish, English and German` → three; a line without commas is one entry. */
function partEntries(segment: Segment, from: number): readonly Candidate[] {
  const entries: Candidate[] = [];
  let start = from;
  for (let at = from; at < segment.tokens.length; at += 1) {
    const { text } = segment.tokens[at]!;
    const isWord = /^(?:and|und|et|y|e|or|oder|[·•|/–-])$/i.test(text) && at > start && hasCommas(segment);
    const isLast = at === segment.tokens.length - 1;
    if (!/[,;]$/.test(text) && !isWord && !isLast) continue;
    const entry = wordsOf(segment, start, isWord ? at - 1 : at, 'text');
    if (entry !== undefined && /[\p{L}\p{N}]/u.test(entry.text)) entries.push(entry);
    start = at + 1;
  }
  return entries;
}

function hasCommas(segment: Segment): boolean {
  return segment.tokens.some((token) => /[,;·•|]$/.test(token.text));
}
