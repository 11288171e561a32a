import { chooseLoans, type LibraryProfile, type Loan, profileLibrary, resembleEntries } from './borrow.ts';
import type { DocumentType } from './document-type.ts';
import { splitName, splitWords, stemWord } from './fold-word.ts';
import { type LibraryEntry, type PageShape, pageShapes } from './library/entry.ts';
import type { LibraryIndex } from './library-index.ts';
import { indexTerms, type Term, type TermIndex, termOf } from './term-index.ts';
import { conceptsIn } from './thesaurus.ts';
import { emptyWords, phraseRarity, type WordRarity } from './word-rarity.ts';

/** What a term is to the type that uses it. */
export const termRoles = [
  'name',
  'nameWord',
  'uniqueWord',
  'uniquePart',
  'descriptionWord',
  'nameSynonym',
  'synonym',
] as const;

export type TermRole = (typeof termRoles)[number];

export type WeightedTerm = {
  /** Index into the terms of the prepared types. */
  readonly term: number;
  /** Rarity on documents, times rarity among the types. */
  readonly weight: number;
};

/** Terms that say the same thing: the best of them counts, not their sum. */
export type TermGroup = {
  readonly terms: readonly WeightedTerm[];
  /** Weight of the heaviest. */
  readonly total: number;
};

export type PreparedType = {
  readonly type: DocumentType;
  readonly groups: Readonly<Record<TermRole, readonly TermGroup[]>>;
  /** Likeness to each entry of the library, 0 to 1. */
  readonly resemblances: readonly number[];
  readonly loans: readonly Loan[];
  /** Mean shape of the borrowed entries. */
  readonly shape: Readonly<Record<PageShape, number>>;
};

/** A set of types, ready for any number of documents. */
export type PreparedTypes = {
  readonly types: readonly PreparedType[];
  readonly index: TermIndex;
  readonly library: LibraryIndex;
  /** By entry of the library: the most that any type resembles it. */
  readonly borrowed: Float64Array;
};

/** Words of a description that are looked at; more say nothing new. */
const descriptionWordsMax = 40;

type Draft = { readonly term: number; readonly role: TermRole; readonly group: number };

export function prepareTypes(
  types: readonly DocumentType[],
  library: LibraryIndex,
  rarity: WordRarity,
): PreparedTypes {
  const profile = profileOf(library);
  const collector = createCollector();
  const drafts = types.map((type) => collector.collect(type));
  const { terms } = collector;
  const resembled = types.map((type) => resemblancesOf(type, profile));
  const typesUsing = countTypesUsing(terms, drafts, resembled.map(chooseLoans), profile);
  const borrowed = new Float64Array(library.entries.length);
  const prepared = types.map((type, position): PreparedType => {
    const resemblances = resembled[position]!;
    for (const [entry, weight] of resemblances.entries())
      borrowed[entry] = Math.max(borrowed[entry]!, weight);
    const loans = chooseLoans(resemblances);
    const groups = groupTerms(
      drafts[position]!,
      (term) => phraseRarity(terms[term]!.stems, rarity) / typesUsing[term]!,
    );
    return { type, groups, resemblances, loans, shape: shapeOf(loans, library) };
  });
  return { types: prepared, index: indexTerms(terms), library, borrowed };
}

function groupTerms(
  drafts: readonly Draft[],
  weigh: (term: number) => number,
): Readonly<Record<TermRole, readonly TermGroup[]>> {
  const byRole = termRoles.map((role): [TermRole, readonly TermGroup[]] => {
    const groups = new Map<number, WeightedTerm[]>();
    for (const draft of drafts) {
      if (draft.role !== role) continue;
      const weighted = { term: draft.term, weight: weigh(draft.term) };
      const group = groups.get(draft.group);
      if (group === undefined) groups.set(draft.group, [weighted]);
      else group.push(weighted);
    }
    const list = [...groups.values()].map((terms) => ({
      terms,
      total: Math.max(...terms.map((term) => term.weight)),
    }));
    return [role, list];
  });
  return Object.fromEntries(byRole) as Record<TermRole, readonly TermGroup[]>;
}

const profileByEntries = new WeakMap<readonly LibraryEntry[], LibraryProfile>();

function profileOf({ entries }: LibraryIndex): LibraryProfile {
  let profile = profileByEntries.get(entries);
  if (profile === undefined) {
    profile = profileLibrary(entries);
    profileByEntries.set(entries, profile);
  }
  return profile;
}

/** Training shows the same types in many sets. */
const resemblancesByProfile = new WeakMap<LibraryProfile, WeakMap<DocumentType, readonly number[]>>();

function resemblancesOf(type: DocumentType, profile: LibraryProfile): readonly number[] {
  let byType = resemblancesByProfile.get(profile);
  if (byType === undefined) {
    byType = new WeakMap();
    resemblancesByProfile.set(profile, byType);
  }
  let resemblances = byType.get(type);
  if (resemblances === undefined) {
    resemblances = resembleEntries(type, profile);
    byType.set(type, resemblances);
  }
  return resemblances;
}

type Collector = { readonly terms: readonly Term[]; readonly collect: (type: DocumentType) => Draft[] };

function createCollector(): Collector {
  const terms: Term[] = [];
  const termByKey = new Map<string, number>();
  const idOf = (term: Term): number => {
    const key = term.stems.join(' ');
    const known = termByKey.get(key);
    if (known !== undefined) return known;
    termByKey.set(key, terms.length);
    return terms.push(term) - 1;
  };
  const collect = (type: DocumentType): Draft[] => {
    const drafts: Draft[] = [];
    const seen = new Set<string>();
    const add = (term: Term | undefined, role: TermRole, group?: number): void => {
      if (term === undefined) return;
      const id = idOf(term);
      if (seen.has(`${role} ${id}`)) return;
      seen.add(`${role} ${id}`);
      drafts.push({ term: id, role, group: group ?? drafts.length });
    };
    const name = splitName(type.name);
    const description = splitWords(type.description);
    add(termOf(name, name.join(' ')), 'name');
    for (const word of contentWords(name)) add(termOf([word], word), 'nameWord');
    for (const phrase of type.uniqueWords) {
      const words = splitWords(phrase);
      add(termOf(words, phrase), 'uniqueWord');
      if (words.length > 1) for (const word of contentWords(words)) add(termOf([word], word), 'uniquePart');
    }
    for (const word of contentWords(description).slice(0, descriptionWordsMax))
      add(termOf([word], word), 'descriptionWord');
    addSynonyms(name, 'nameSynonym', add);
    addSynonyms(description, 'synonym', add);
    for (const phrase of type.uniqueWords) addSynonyms(splitWords(phrase), 'synonym', add);
    return drafts;
  };
  return { terms, collect };
}

/** Groups of synonyms are numbered apart from those of single terms. */
const conceptGroup = 100_000;

function addSynonyms(
  words: readonly string[],
  role: TermRole,
  add: (term: Term, role: TermRole, group: number) => void,
): void {
  for (const [concept, terms] of conceptsIn(words.map(stemWord)))
    for (const term of terms) add(term, role, conceptGroup + concept);
}

function contentWords(words: readonly string[]): readonly string[] {
  return words.filter((word) => word.length > 2 && !emptyWords.has(stemWord(word)));
}

/** A loan counts as the wording of its type from this weight on. */
const wordingLoanMin = 0.5;
/** What a word counts that only stands within a lent phrase. */
const partOfPhrase = 0.3;

/**
 * How many types use each term, in their own words or in those of the entries that they borrow from: "past
 * medical history" stands in the words of one type and on the documents of five.
 */
function countTypesUsing(
  terms: readonly Term[],
  drafts: readonly (readonly Draft[])[],
  loans: readonly (readonly Loan[])[],
  profile: LibraryProfile,
): readonly number[] {
  const own = drafts.map((list) => new Set(list.map((draft) => draft.term)));
  const lent = loans.map((list) =>
    list.filter((loan) => loan.weight >= wordingLoanMin).map((loan) => profile.entries[loan.entry]!),
  );
  return terms.map(({ stems }, term) => {
    const key = stems.join(' ');
    const lending = (type: number): number => {
      if (lent[type]!.some((entry) => entry.wording.has(key))) return 1;
      return stems.length === 1 && lent[type]!.some((entry) => entry.stems.has(key)) ? partOfPhrase : 0;
    };
    let count = 0;
    for (const type of own.keys()) count += own[type]!.has(term) ? 1 : lending(type);
    return Math.max(1, count);
  });
}

function shapeOf(loans: readonly Loan[], library: LibraryIndex): Record<PageShape, number> {
  const shape = Object.fromEntries(pageShapes.map((name) => [name, 0])) as Record<PageShape, number>;
  const total = loans.reduce((sum, loan) => sum + loan.weight, 0);
  for (const { entry, weight } of loans)
    for (const name of library.entries[entry]!.shape) shape[name] += weight / total;
  return shape;
}
