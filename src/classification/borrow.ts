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
  readonly names: readonly (readonly string[])[];
  readonly description: ReadonlySet<string>;
  readonly wording: ReadonlySet<string>;
};

export function profileEntry(entry: LibraryEntry): EntryProfile {
  const wordings = Object.values(entry.languages);
  const names = [entry.name, ...entry.aliases, ...wordings.flatMap((wording) => wording.titles)];
  const phrases = wordings.flatMap((wording) => [
    ...wording.phrases,
    ...(wording.words ?? []),
    ...wording.titles,
  ]);
  return {
    names: names.map((name) => contentStems(splitName(name))).filter((name) => name.length > 0),
    description: new Set(contentStems(splitWords(entry.description))),
    wording: new Set([...phrases, entry.name, ...entry.aliases].map(stemKey)),
  };
}

function stemKey(text: string): string {
  return splitWords(text).map(stemWord).join(' ');
}

function contentStems(words: readonly string[]): readonly string[] {
  return words.map(stemWord).filter((stem) => !emptyWords.has(stem));
}

const loansMax = 6;
const loanMin = 0.3;
/** Share of the best loan under which another is dropped. */
const loanShareMin = 0.5;

/** The entries that a type resembles by its name, its description and its unique words, best first. */
export function findLoans(
  type: DocumentType,
  profiles: readonly EntryProfile[],
  rarity: WordRarity,
): readonly Loan[] {
  const name = contentStems(splitName(type.name));
  const description = contentStems(splitWords(type.description));
  const uniqueWords = type.uniqueWords.map(stemKey).filter((key) => key.length > 0);
  const loans = profiles.map((profile, entry): Loan => {
    const byName = bestNameLikeness(name, profile, rarity);
    const mentioned = bestMention(description, profile, rarity);
    const bySense = likeness(new Set([...name, ...description]), profile.description, rarity);
    const byWords =
      uniqueWords.length === 0
        ? 0
        : uniqueWords.filter((word) => profile.wording.has(word)).length / uniqueWords.length;
    const weight =
      1 - (1 - 0.85 * byName ** 1.5) * (1 - 0.6 * mentioned) * (1 - 0.6 * byWords) * (1 - 0.3 * bySense);
    return { entry, weight: Math.min(1, weight) };
  });
  loans.sort((a, b) => b.weight - a.weight);
  const least = Math.max(loanMin, (loans[0]?.weight ?? 0) * loanShareMin);
  return loans.slice(0, loansMax).filter((loan) => loan.weight >= least);
}

function bestNameLikeness(name: readonly string[], profile: EntryProfile, rarity: WordRarity): number {
  const words = new Set(name);
  let best = 0;
  for (const alias of profile.names) best = Math.max(best, likeness(words, new Set(alias), rarity));
  return best;
}

/** Harmonic mean of the shares that two sets of words have in common; rare words count more. */
function likeness(left: ReadonlySet<string>, right: ReadonlySet<string>, rarity: WordRarity): number {
  const weigh = (stem: string): number => 0.3 + 0.7 * rarity(stem);
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
function bestMention(description: readonly string[], profile: EntryProfile, rarity: WordRarity): number {
  const text = ` ${description.join(' ')} `;
  let best = 0;
  for (const alias of profile.names) {
    if (!text.includes(` ${alias.join(' ')} `)) continue;
    const weight = alias.reduce((sum, stem) => sum + rarity(stem), 0);
    best = Math.max(best, Math.min(1, 0.35 + 0.25 * weight + 0.15 * (alias.length - 1)));
  }
  return best;
}
