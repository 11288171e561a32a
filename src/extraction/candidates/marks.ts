import { type Candidate, spanOf } from '../candidate.ts';
import type { Layout } from '../layout.ts';

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
  return found;
}
