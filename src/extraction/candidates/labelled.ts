import { type Candidate, joinLines, wordsOf } from '../candidate.ts';
import { type LabelIndex, type LabelSpot, standsOut } from '../labels.ts';
import type { Layout, Segment } from '../layout.ts';
import { nextLine } from './texts.ts';

/** Likeness from which a label is followed to what it may introduce. */
const followedFrom = 0.5;
const linesMax = 6;
/** A remark or a description of damage fills a box of a form. */
const blockLinesMax = 20;

/** What stands after, right of, under or over a field's label, in one or several lines. */
export function findLabelled(spots: readonly LabelSpot[], index: LabelIndex): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (candidate: Candidate | undefined) => {
    if (candidate === undefined || !/[\p{L}\p{N}$%#&"]/u.test(candidate.text)) return;
    const last = candidate.tokens.at(-1)!;
    found.set(`${candidate.tokens[0]!.index}:${last.index}:${candidate.lines}`, candidate);
  };
  const { layout } = index;
  for (const spot of spots) {
    if (spot.likeness < followedFrom) continue;
    const segment = layout.segments[spot.segment]!;
    const rest = restOf(segment, spot, index);
    for (const candidate of rest) add(candidate);
    const lead = rest[0] ?? undefined;
    if (lead !== undefined) for (const grown of growDown(lead, segment, layout)) add(grown);
    const right = segment.after === undefined ? undefined : layout.segments[segment.after];
    if (right !== undefined && spot.end >= segment.tokens.length - 3) {
      for (const candidate of rightOf(right, index)) add(candidate);
    }
    for (const candidate of below(segment, spot, layout)) add(candidate);
    const above = segment.above === undefined ? undefined : layout.segments[segment.above];
    if (above !== undefined) add(wordsOf(above, 0, above.tokens.length - 1, 'labelled'));
  }
  return [...found.values()];
}

/** The words after the label in its own cell: all of them, up to the next label, and the first one. */
function restOf(segment: Segment, spot: LabelSpot, index: LabelIndex): readonly Candidate[] {
  let start = spot.end + 1;
  // `Name (as shown on your tax return) Anna`, `Datum: …`
  while (start < segment.tokens.length && /^[:=.\-–#]+$/.test(segment.tokens[start]!.text)) start += 1;
  if (start >= segment.tokens.length) return [];
  const ends = new Set([segment.tokens.length - 1]);
  const next = (index.knownBySegment.get(segment.index) ?? []).find(
    (label) => label.start >= start + 1 && standsOut(segment, label),
  );
  if (next !== undefined) ends.add(next.start - 1);
  const colon = segment.tokens.findIndex(
    (token, position) => position > start && /\p{L}:$/u.test(token.text),
  );
  if (colon > start) ends.add(colon - 1);
  ends.add(start);
  const candidates = [...ends].sort((a, b) => b - a).map((end) => wordsOf(segment, start, end, 'labelled'));
  const found = candidates.filter((candidate) => candidate !== undefined);
  const bracket = segment.tokens.findIndex(
    (token, position) => position >= start && /\)[:.]?$/.test(token.text),
  );
  if (/^\(/.test(segment.tokens[start]!.text) && bracket !== -1 && bracket + 1 < segment.tokens.length) {
    const after = wordsOf(segment, bracket + 1, segment.tokens.length - 1, 'labelled');
    if (after !== undefined) found.push(after);
  }
  return found;
}

/** A value that wraps: the first line stands by the label, the others under that line. Of long ones only the whole. */
function growDown(first: Candidate, segment: Segment, layout: Layout): readonly Candidate[] {
  const grown: Candidate[] = [];
  const parts = [first];
  let current = nextLine(layout, segment);
  while (current !== undefined && parts.length < blockLinesMax) {
    const part = wordsOf(current, 0, current.tokens.length - 1, 'labelled');
    if (part === undefined) break;
    parts.push(part);
    current = nextLine(layout, current);
    if (parts.length <= linesMax || current === undefined) grown.push(joinLines(parts, 'labelled'));
  }
  return grown;
}

function rightOf(right: Segment, index: LabelIndex): readonly (Candidate | undefined)[] {
  const { layout } = index;
  const first = wordsOf(right, 0, right.tokens.length - 1, 'labelled');
  if (first === undefined) return [];
  const found: (Candidate | undefined)[] = [first, ...growDown(first, right, layout)];
  const parts = [first];
  let next = right.after === undefined ? undefined : layout.segments[right.after];
  while (next !== undefined && parts.length < 4) {
    const part = wordsOf(next, 0, next.tokens.length - 1, 'labelled');
    if (part === undefined) break;
    parts.push(part);
    found.push({ ...joinLines(parts, 'labelled'), lines: 1 });
    next = next.after === undefined ? undefined : layout.segments[next.after];
  }
  return found;
}

/** Cells under the label: the nearest that shares its columns, alone and with the lines that follow it. */
function below(segment: Segment, spot: LabelSpot, layout: Layout): readonly Candidate[] {
  const left = segment.tokens[spot.start]!.left;
  const right = segment.tokens[spot.end]!.right;
  const row = layout.rows[segment.row]!;
  for (let down = 1; down <= 3; down += 1) {
    const lower = layout.rows[row.index + down];
    if (lower === undefined || lower.page !== row.page || lower.top - segment.bottom > 4) break;
    const cells = lower.segments
      .map((cell) => layout.segments[cell]!)
      .filter((cell) => Math.min(right, cell.right) - Math.max(left, cell.left) > -0.3);
    const found: Candidate[] = [];
    for (const cell of cells) {
      const first = wordsOf(cell, 0, cell.tokens.length - 1, 'labelled');
      if (first !== undefined) found.push(first, ...growDown(first, cell, layout));
    }
    if (found.length > 0) return found;
  }
  return [];
}
