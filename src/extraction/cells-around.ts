import type { Candidate } from './candidate.ts';
import type { Layout, Segment } from './layout.ts';

/** Rows and em up to which a cell above may hold the label of what stands below. */
const aroundSteps = 4;
const aroundEm = 4;
const besideEm = 1.5;

/** The cells where the label of a candidate stands as a rule: its own, that left of it, and those above it. */
export function cellsAround(candidate: Candidate, layout: Layout): ReadonlySet<number> {
  const own = layout.segments[candidate.segment]!;
  const around = new Set([candidate.segment]);
  let before = own.before;
  while (before !== undefined) {
    around.add(before);
    // The `$` before an amount is passed over.
    if (/\p{L}/u.test(layout.segments[before]!.text)) break;
    before = layout.segments[before]!.before;
  }
  if (candidate.labelAfter === true && own.after !== undefined) around.add(own.after);
  const left = own.tokens[candidate.start]!.left;
  const right = own.tokens[candidate.end]!.right;
  for (const index of layout.rows[own.row - 1]?.segments ?? []) {
    const cell = layout.segments[index]!;
    // Values of columns are set a little beside their head.
    if (cell.page === own.page && cell.right > left - besideEm && cell.left < right + besideEm)
      around.add(index);
  }
  let above = own.above;
  for (let steps = 0; above !== undefined && steps < aroundSteps; steps += 1) {
    const cell: Segment = layout.segments[above]!;
    if (own.top - cell.bottom > aroundEm) break;
    around.add(above);
    above = cell.above;
    const isText = /\p{L}{2}/u.test(cell.text) && cell.tokens[0]!.word.formField === undefined;
    // A label may take two lines.
    if (isText && (above === undefined || cell.top - layout.segments[above]!.bottom > 0.7)) break;
  }
  return around;
}
