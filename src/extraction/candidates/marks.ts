import { type Candidate, spanOf } from '../candidate.ts';
import type { Layout, Row, Token } from '../layout.ts';

/** `☒`, `[x]`, `☐`, `( )`; a lone X before or after a word counts as a cross. */
const marked = /[☒☑✓✔✗✘⌧■▣]|[[(]\s?[xX✓✔]\s?[\])]/u;
const unmarked = /[☐□❏❑◻]|\[\s?\]|\(\s\)|^[oO0]$(?!.)/u;

/** Check boxes with their state. */
export function findMarks(layout: Layout): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const segment of layout.segments) {
    for (const [position, token] of segment.tokens.entries()) {
      const next = segment.tokens[position + 1]?.text ?? '';
      const pair =
        /^[[(]$/.test(token.text) && /^[xX]?[\])]$/.test(next) ? `${token.text} ${next}` : token.text;
      const isMarked = marked.test(pair) || /^[xX]$/.test(token.text);
      if (!isMarked && !unmarked.test(pair)) continue;
      const from = segment.offsets[position]!;
      const mark = spanOf(segment, from, from + pair.length, 'mark', {
        derived: isMarked ? 'selected' : 'unselected',
      });
      if (mark !== undefined) found.push(mark);
    }
  }
  return tellSides(found, layout);
}

/** A gap between a box and its label is at most this wide, in em. */
const labelGapEm = 2.5;

/**
 * `☐ Individual ☒ C Corporation`: a row that begins with a box and ends with a label has labels after the boxes,
 * `Yes ☐ No ☒` before them. A box alone beside a label belongs to it.
 */
function tellSides(marks: readonly Candidate[], layout: Layout): readonly Candidate[] {
  const byRow = Map.groupBy(marks, (mark) => layout.segments[mark.segment]!.row);
  return [...byRow].flatMap(([at, own]) => {
    const labels = labelTokens(layout.rows[at]!, own, layout);
    const sides = own.map(({ tokens }) => {
      const [first, last] = [tokens[0]!, tokens.at(-1)!];
      return {
        before: labels.some((label) => label.right <= first.left && first.left - label.right < labelGapEm),
        after: labels.some((label) => label.left >= last.right && label.left - last.right < labelGapEm),
      };
    });
    const leads = !sides[0]!.before && sides.every(({ after }) => after);
    const trails = !sides.at(-1)!.after && sides.every(({ before }) => before);
    if (leads === trails) return own;
    return own.map((mark) => ({ ...mark, labelAfter: leads }));
  });
}

/** Words of the row that are neither boxes nor filled in. */
function labelTokens(row: Row, marks: readonly Candidate[], layout: Layout): readonly Token[] {
  const boxes = new Set(marks.flatMap((mark) => mark.tokens));
  return row.segments
    .flatMap((index) => layout.segments[index]!.tokens)
    .filter((token) => !boxes.has(token) && token.squashed !== '' && token.word.formField === undefined);
}
