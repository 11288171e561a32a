import { type Candidate, joinLines, wordsOf } from '../candidate.ts';
import type { Layout, Segment } from '../layout.ts';

/** Fields of one or few signs side by side hold one number: `908` `34` `3456`. */
const combLengthMax = 9;
const combGapEm = 6;

/** Values of the fields of a PDF form, each whole, and runs of small fields that hold the parts of one number. */
export function findFilled(layout: Layout): readonly Candidate[] {
  const byField = Map.groupBy(
    layout.segments.filter((segment) => fieldOf(segment) !== undefined),
    (segment) => `${segment.page}:${fieldOf(segment)}`,
  );
  const found: Candidate[] = [];
  for (const lines of byField.values()) {
    const parts = lines
      .map((line) => wordsOf(line, 0, line.tokens.length - 1, 'filled'))
      .filter((part) => part !== undefined);
    if (parts.length > 0 && /[\p{L}\p{N}]/u.test(parts[0]!.text)) found.push(joinLines(parts, 'filled'));
  }
  for (const row of layout.rows) {
    const small = row.segments.map((index) => layout.segments[index]!).filter((segment) => isSmall(segment));
    for (const [at, first] of small.entries()) {
      const run = [first];
      for (const next of small.slice(at + 1)) {
        if (next.left - run.at(-1)!.right > combGapEm) break;
        run.push(next);
      }
      if (run.length < 2) continue;
      const parts = run
        .map((line) => wordsOf(line, 0, line.tokens.length - 1, 'filled'))
        .filter((part) => part !== undefined);
      if (parts.length > 1) found.push({ ...joinLines(parts, 'filled'), lines: 1 });
    }
  }
  return found;
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
