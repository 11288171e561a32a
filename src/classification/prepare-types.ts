import { findLoans, type Loan, profileEntry } from './borrow.ts';
import type { DocumentType } from './document-type.ts';
import { splitName, splitWords } from './fold-word.ts';
import { type PageShape, pageShapes } from './library/entry.ts';
import type { LibraryIndex } from './library-index.ts';
import { indexTerms, type Term, type TermIndex, termOf } from './term-index.ts';
import { emptyWords, phraseRarity, type WordRarity } from './word-rarity.ts';

/** What a term is to the type that uses it. */
export type TermRole = 'name' | 'nameWord' | 'uniqueWord' | 'descriptionWord';

export type WeightedTerm = {
  /** Index into the terms of the prepared types. */
  readonly term: number;
  readonly role: TermRole;
  /** Rarity on documents, times rarity among the types. */
  readonly weight: number;
};

export type PreparedType = {
  readonly type: DocumentType;
  readonly terms: readonly WeightedTerm[];
  readonly loans: readonly Loan[];
  /** Mean shape of the borrowed entries. */
  readonly shape: Readonly<Record<PageShape, number>>;
};

/** A set of types, ready for any number of documents. */
export type PreparedTypes = {
  readonly types: readonly PreparedType[];
  readonly index: TermIndex;
  readonly library: LibraryIndex;
  /** By entry of the library: the most that any type borrows from it. */
  readonly borrowed: Float64Array;
};

/** Words of a description that are looked at; more say nothing new. */
const descriptionWordsMax = 40;

type Draft = { readonly term: number; readonly role: TermRole };

export function prepareTypes(
  types: readonly DocumentType[],
  library: LibraryIndex,
  rarity: WordRarity,
): PreparedTypes {
  const profiles = profilesOf(library);
  const { terms, drafts } = collectTerms(types);
  const typesUsing = countTypesUsing(drafts, terms.length);
  const borrowed = new Float64Array(library.entries.length);
  const prepared = types.map((type, position): PreparedType => {
    const loans = findLoans(type, profiles, rarity);
    for (const { entry, weight } of loans) borrowed[entry] = Math.max(borrowed[entry]!, weight);
    const weighted = drafts[position]!.map(({ term, role }): WeightedTerm => {
      const rare = phraseRarity(terms[term]!.stems, rarity);
      return { term, role, weight: rare / Math.sqrt(typesUsing[term]!) };
    });
    return { type, terms: weighted, loans, shape: shapeOf(loans, library) };
  });
  return { types: prepared, index: indexTerms(terms), library, borrowed };
}

const profilesByLibrary = new WeakMap<LibraryIndex, ReturnType<typeof profileEntry>[]>();

function profilesOf(library: LibraryIndex): readonly ReturnType<typeof profileEntry>[] {
  let profiles = profilesByLibrary.get(library);
  if (profiles === undefined) {
    profiles = library.entries.map(profileEntry);
    profilesByLibrary.set(library, profiles);
  }
  return profiles;
}

function collectTerms(types: readonly DocumentType[]): {
  terms: readonly Term[];
  drafts: readonly Draft[][];
} {
  const terms: Term[] = [];
  const termByKey = new Map<string, number>();
  const drafts = types.map((type): Draft[] => {
    const list: Draft[] = [];
    const add = (words: readonly string[], text: string, role: TermRole): void => {
      const term = termOf(words, text);
      if (term === undefined) return;
      const key = term.stems.join(' ');
      let id = termByKey.get(key);
      if (id === undefined) {
        id = terms.push(term) - 1;
        termByKey.set(key, id);
      }
      if (!list.some((draft) => draft.term === id && draft.role === role)) list.push({ term: id, role });
    };
    const name = splitName(type.name);
    add(name, name.join(' '), 'name');
    for (const word of contentWords(name)) add([word], word, 'nameWord');
    for (const phrase of type.uniqueWords) add(splitWords(phrase), phrase, 'uniqueWord');
    const description = contentWords(splitWords(type.description)).slice(0, descriptionWordsMax);
    for (const word of description) add([word], word, 'descriptionWord');
    return list;
  });
  return { terms, drafts };
}

function contentWords(words: readonly string[]): readonly string[] {
  return words.filter((word) => word.length > 2 && !emptyWords.has(termOf([word], word)!.stems[0]!));
}

function countTypesUsing(drafts: readonly (readonly Draft[])[], terms: number): readonly number[] {
  const counts = new Array<number>(terms).fill(0);
  for (const list of drafts) for (const term of new Set(list.map((draft) => draft.term))) counts[term]! += 1;
  return counts;
}

function shapeOf(loans: readonly Loan[], library: LibraryIndex): Record<PageShape, number> {
  const shape = Object.fromEntries(pageShapes.map((name) => [name, 0])) as Record<PageShape, number>;
  const total = loans.reduce((sum, loan) => sum + loan.weight, 0);
  for (const { entry, weight } of loans)
    for (const name of library.entries[entry]!.shape) shape[name] += weight / total;
  return shape;
}
