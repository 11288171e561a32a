import { type Candidate, joinLines, wordsOf } from '../candidate.ts';
import type { Layout, Segment } from '../layout.ts';

/** Fields of one or few signs side by side hold one number: `908` `34` `3456`. */
const combLengthMax = 9;
const combGapEm = 6;

/** Values of the fields of a PDF form, each whole, and runs of small fields that hold the parts of one number. */
export function findFilled(layout: Layout, combs: Combs): readonly Candidate[] {
  const byField = Map.groupBy(
    layout.segments.filter((segment) => fieldOf(segment) !== undefined),
    (segment) => `${segment.page}:${fieldOf(segment)}`,
  );
  const found: Candidate[] = [];
  const fields: Candidate[] = [];
  for (const lines of byField.values()) {
    const parts = lines
      .map((line) => wordsOf(line, 0, line.tokens.length - 1, 'filled'))
      .filter((part) => part !== undefined);
    if (parts.length > 0 && /[\p{L}\p{N}]/u.test(parts[0]!.text)) fields.push(joinLines(parts, 'filled'));
  }
  found.push(...fields, ...stackFields(fields));
  for (const run of new Set(combs.values())) {
    const parts = run
      .map((index) => layout.segments[index]!)
      .map((line) => wordsOf(line, 0, line.tokens.length - 1, 'filled'))
      .filter((part) => part !== undefined);
    if (parts.length > 1) found.push({ ...joinLines(parts, 'filled'), lines: 1 });
  }
  return found;
}

/** Cells that hold the parts of one number in a form, by each of them. */
export type Combs = ReadonlyMap<number, readonly number[]>;

export function findCombs(layout: Layout): Combs {
  const combs = new Map<number, readonly number[]>();
  for (const row of layout.rows) {
    const small = row.segments.map((index) => layout.segments[index]!).filter((segment) => isSmall(segment));
    for (const [at, first] of small.entries()) {
      // The end of a number is not a number.
      if (at > 0 && first.left - small[at - 1]!.right <= combGapEm) continue;
      const run = [first];
      for (const next of small.slice(at + 1)) {
        if (next.left - run.at(-1)!.right > combGapEm) break;
        run.push(next);
      }
      if (run.length < 2) continue;
      const indices = run.map((segment) => segment.index);
      for (const index of indices) combs.set(index, indices);
    }
  }
  return combs;
}

function fieldOf(segment: Segment): number | undefined {
  return segment.tokens[0]!.word.formField;
}

function isSmall(segment: Segment): boolean {
  return (
    fieldOf(segment) !== undefined &&
    /^[\d ]+$/.test(segment.text) &&
    segment.text.replace(/ /g, '').length <= combLengthMax
  );
}

/** Fields of one address stand under one another, with a printed line between: street, then city. */
const stackGapEm = 4.5;
const stackedMax = 4;

function stackFields(fields: readonly Candidate[]): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const first of fields) {
    const parts = [first];
    while (parts.length < stackedMax) {
      const { left, bottom, page } = parts.at(-1)!.tokens.at(-1)!;
      const start = parts.at(-1)!.tokens[0]!.left;
      const next = fields
        .filter(({ tokens: [token] }) => {
          const gap = token!.top - bottom;
          const isUnder = Math.abs(token!.left - start) < 1.5 || Math.abs(token!.left - left) < 1.5;
          return token!.page === page && gap > -0.3 && gap < stackGapEm && isUnder;
        })
        .sort((a, b) => a.tokens[0]!.top - b.tokens[0]!.top)[0];
      if (next === undefined) break;
      parts.push(next);
      found.push({ ...joinLines(parts, 'filled'), lines: parts.length, stacked: true });
    }
  }
  return found;
}
