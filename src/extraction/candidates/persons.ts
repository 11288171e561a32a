import { type Candidate, wordsOf } from '../candidate.ts';
import { foldText } from '../fold-text.ts';
import type { Layout, Segment } from '../layout.ts';

const salutations = new Set(
  'herr herrn frau mr mrs ms miss dr prof sir madam mister monsieur madame mademoiselle mme mlle m sr sra srta senor senora signor signora sig dhr mevr mw heer name employee arbeitnehmer mitarbeiter'.split(
    ' ',
  ),
);

/** Names after a form of address, in its line or the next: whole, and parted into given and family name. */
export function findPersons(layout: Layout, segment: Segment): readonly Candidate[] {
  const found: (Candidate | undefined)[] = [];
  for (const [position, token] of segment.tokens.entries()) {
    if (!salutations.has(foldText(token.text).replace(/[.:,]/g, ''))) continue;
    let start = position + 1;
    while (salutations.has(foldText(segment.tokens[start]?.text ?? '').replace(/[.:,]/g, ''))) start += 1;
    if (start < segment.tokens.length) found.push(...partName(segment, start));
    else if (segment.tokens.length <= 2) {
      for (const cell of [segment.after, segment.below]) {
        if (cell !== undefined) found.push(...partName(layout.segments[cell]!, 0));
      }
    }
  }
  return found.filter((candidate) => candidate !== undefined);
}

const nameWord = /^\p{Lu}[\p{L}.'’-]*,?$/u;

function partName(segment: Segment, start: number): readonly (Candidate | undefined)[] {
  let end = start;
  while (end < segment.tokens.length && end - start < 4 && nameWord.test(segment.tokens[end]!.text)) end += 1;
  if (end - start < 2) return [];
  return [
    wordsOf(segment, start, end - 1, 'person'),
    wordsOf(segment, start, end - 2, 'givenName'),
    wordsOf(segment, end - 1, end - 1, 'familyName'),
  ];
}
