import type { DocumentType } from './document-type.ts';
import { splitName, splitWords, stemWord } from './fold-word.ts';
import type { LibraryEntry } from './library/entry.ts';
import { emptyWords, type WordRarity } from './word-rarity.ts';

/** An entry of the library that lends its words to a user's type. */
export type Loan = {
  /** Index into the library. */
  readonly entry: number;
  /** How much the type resembles the entry, 0 to 1. */
  readonly weight: number;
};

export type EntryProfile = {
  /** Display name and aliases, then titles. */
  readonly names: readonly EntryName[];
  readonly description: ReadonlySet<string>;
  /** Phrases, as stems joined with blanks. */
  readonly wording: ReadonlySet<string>;
  /** Single stems of all phrases. */
  readonly stems: ReadonlySet<string>;
};

type EntryName = {
  readonly stems: readonly string[];
  /** Titles speak less than names: "Résumé" heads the abstract of a French paper. */
  readonly trust: number;
};

/** The entries as they are compared with types. */
export type LibraryProfile = {
  readonly entries: readonly EntryProfile[];
  /** How much a word tells entries apart: "note", "statement" and "form" stand in the names of many. */
  readonly weigh: WordRarity;
};

export function profileLibrary(entries: readonly LibraryEntry[]): LibraryProfile {
  const profiles = entries.map(profileEntry);
  const entriesWith = new Map<string, number>();
  for (const { names } of profiles)
    for (const stem of new Set(names.flatMap((name) => name.stems)))
      entriesWith.set(stem, (entriesWith.get(stem) ?? 0) + 1);
  const all = Math.log(1 + entries.length);
  const weigh = (stem: string): number => Math.max(0.1, 1 - Math.log(entriesWith.get(stem) ?? 1) / all);
  return { entries: profiles, weigh };
}

function profileEntry(entry: LibraryEntry): EntryProfile {
  const wordings = Object.values(entry.languages);
  const named = (trust: number) => (name: string) => ({ stems: contentStems(splitName(name)), trust });
  const names = [
    ...[entry.name, ...entry.aliases].map(named(1)),
    ...wordings.flatMap((wording) => wording.titles).map(named(titleTrust)),
  ];
  const phrases = wordings.flatMap((wording) => [
    ...wording.phrases,
    ...(wording.words ?? []),
    ...wording.titles,
  ]);
  const wording = new Set([...phrases, entry.name, ...entry.aliases].map(stemKey));
  return {
    names: names.filter((name) => name.stems.length > 0),
    description: new Set(contentStems(splitWords(entry.description))),
    wording,
    stems: new Set([...wording].flatMap((key) => key.split(' '))),
  };
}

const titleTrust = 0.7;

function stemKey(text: string): string {
  return splitWords(text).map(stemWord).join(' ');
}

function contentStems(words: readonly string[]): readonly string[] {
  return words.map(stemWord).filter((stem) => !emptyWords.has(stem));
}

/** How much a type resembles each entry by its name, its description and its unique words, 0 to 1. */
export function resembleEntries(type: DocumentType, library: LibraryProfile): readonly number[] {
  const name = contentStems(splitName(type.name));
  const description = contentStems(splitWords(type.description));
  const uniqueWords = type.uniqueWords.map(stemKey).filter((key) => key.length > 0);
  const sense = new Set([...name, ...description]);
  return library.entries.map((profile): number => {
    const byName = bestNameLikeness(name, profile, library.weigh);
    const mentioned = bestMention(description, profile, library.weigh);
    const bySense = likeness(sense, profile.description, library.weigh);
    const found = uniqueWords.filter((word) => profile.wording.has(word)).length;
    const byWords = uniqueWords.length === 0 ? 0 : found / uniqueWords.length;
    return (
      1 - (1 - 0.9 * byName ** 1.5) * (1 - 0.6 * mentioned) * (1 - 0.6 * byWords) * (1 - 0.4 * bySense ** 1.5)
    );
  });
}

const loansMax = 14;
const loanMin = 0.28;
/** Share of the best loan under which another is dropped. */
const loanShareMin = 0.6;

/** The entries that a type borrows from, best first. */
export function chooseLoans(resemblances: readonly number[]): readonly Loan[] {
  const loans = resemblances.map((weight, entry): Loan => ({ entry, weight }));
  loans.sort((a, b) => b.weight - a.weight);
  const least = Math.max(loanMin, (loans[0]?.weight ?? 0) * loanShareMin);
  return loans.slice(0, loansMax).filter((loan) => loan.weight >= least);
}

function bestNameLikeness(name: readonly string[], profile: EntryProfile, weigh: WordRarity): number {
  const words = new Set(name);
  let best = 0;
  for (const { stems, trust } of profile.names) {
    best = Math.max(best, trust * likeness(words, new Set(stems), weigh));
    // A type named by the kind alone ("contract") means every entry whose name ends with it.
    if (name.length === 1 && stems.length > 1 && stems.at(-1) === name[0])
      best = Math.max(best, trust * kindLikeness);
  }
  return best;
}

const kindLikeness = 0.7;

/** Harmonic mean of the shares that two sets of words have in common, by weight. */
function likeness(left: ReadonlySet<string>, right: ReadonlySet<string>, weigh: WordRarity): number {
  let common = 0;
  let all = 0;
  for (const stem of left) {
    all += weigh(stem);
    if (right.has(stem)) common += 2 * weigh(stem);
  }
  for (const stem of right) all += weigh(stem);
  return all === 0 ? 0 : common / all;
}

/** A name of the entry that stands word for word in the description: "identity card, driving licence or passport". */
function bestMention(description: readonly string[], profile: EntryProfile, weigh: WordRarity): number {
  const text = ` ${description.join(' ')} `;
  let best = 0;
  for (const { stems, trust } of profile.names) {
    if (!text.includes(` ${stems.join(' ')} `)) continue;
    const weight = stems.reduce((sum, stem) => sum + weigh(stem), 0);
    best = Math.max(best, trust * Math.min(1, 0.1 + 0.7 * weight));
  }
  return best;
}
