import { readFileSync } from 'node:fs';
import { splitWords } from './fold-word.ts';
import { type Term, termOf } from './term-index.ts';

/** Ways of saying one thing in the languages of Europe, written from general knowledge of office words. */
export type Concept = readonly Term[];

const lists = JSON.parse(
  readFileSync(new URL('thesaurus.json', import.meta.url), 'utf8'),
) as readonly (readonly string[])[];

/** All its words and phrases, as they were written. */
export const thesaurusTexts: readonly string[] = lists.flat();

const concepts: readonly Concept[] = lists.map((list) => {
  const terms = list.flatMap((text) => termOf(splitWords(text), text) ?? []);
  return [...new Map(terms.map((term) => [term.stems.join(' '), term])).values()];
});

/** Concepts by each of their terms, as stems joined with blanks. */
const conceptsByKey = new Map<string, number[]>();
for (const [concept, terms] of concepts.entries()) {
  for (const { stems } of terms) {
    const key = stems.join(' ');
    const known = conceptsByKey.get(key);
    if (known === undefined) conceptsByKey.set(key, [concept]);
    else known.push(concept);
  }
}

const termWordsMax = 5;

/** The concepts that a text mentions, each with its number. */
export function conceptsIn(stems: readonly string[]): ReadonlyMap<number, Concept> {
  const found = new Map<number, Concept>();
  for (let start = 0; start < stems.length; start += 1) {
    for (let count = 1; count <= termWordsMax && start + count <= stems.length; count += 1) {
      const key = stems.slice(start, start + count).join(' ');
      for (const concept of conceptsByKey.get(key) ?? []) found.set(concept, concepts[concept]!);
    }
  }
  return found;
}
