import { recogniseBuild } from './document-structure.ts';
import type { DocumentTokens } from './document-tokens.ts';
import { splitWords } from './fold-word.ts';
import type { LibraryEntry } from './library/entry.ts';
import { earliness, gatherEvidence, type TermEvidence } from './term-evidence.ts';
import { indexTerms, type Term, type TermIndex, termOf } from './term-index.ts';
import { phraseRarity, type WordRarity } from './word-rarity.ts';

/** The library's wording, ready to be looked for. */
export type LibraryIndex = {
  readonly entries: readonly LibraryEntry[];
  readonly index: TermIndex;
  /** By term: which entries use it, where. */
  readonly uses: readonly (readonly TermUse[])[];
  /** By entry and language: the root of the summed weights of its phrases. */
  readonly scale: readonly ReadonlyMap<string, number>[];
};

export type TermUse = {
  readonly entry: number;
  readonly language: string;
  readonly role: 'title' | 'phrase';
  readonly weight: number;
};

/** What a document says about one entry of the library. */
export type EntryScore = {
  /** Best title of the entry standing as a title. */
  readonly title: number;
  /** Phrases found, in the entry's best language. */
  readonly phrases: number;
  /** Share of the weight of the best language's phrases that was found. */
  readonly coverage: number;
};

/** A use before it is weighed. The strongest titles, phrases and words of an entry stand first. */
type RawUse = Omit<TermUse, 'weight'> & { readonly order: number };

/** The wording of entries before it is weighed. */
type Wording = {
  readonly index: TermIndex;
  readonly terms: readonly Term[];
  readonly uses: readonly (readonly RawUse[])[];
};

const wordingByEntries = new WeakMap<readonly LibraryEntry[], Wording>();

export function indexLibrary(entries: readonly LibraryEntry[], rarity: WordRarity): LibraryIndex {
  let wording = wordingByEntries.get(entries);
  if (wording === undefined) {
    wording = gatherWording(entries);
    wordingByEntries.set(entries, wording);
  }
  const { terms, index } = wording;
  const uses = wording.uses.map((list, id) => weighUses(list, phraseRarity(terms[id]!.stems, rarity)));
  return { entries, index, uses, scale: scaleOf(entries.length, uses) };
}

function gatherWording(entries: readonly LibraryEntry[]): Wording {
  const terms: Term[] = [];
  const uses: RawUse[][] = [];
  const termByKey = new Map<string, number>();
  const add = (text: string, use: RawUse) => {
    const term = termOf(splitWords(text), text);
    if (term === undefined) return;
    const key = term.stems.join(' ');
    let id = termByKey.get(key);
    if (id === undefined) {
      id = terms.push(term) - 1;
      termByKey.set(key, id);
      uses.push([]);
    }
    const isSame = ({ entry, language, role }: RawUse) =>
      entry === use.entry && language === use.language && role === use.role;
    if (!uses[id]!.some(isSame)) uses[id]!.push(use);
  };
  for (const [entry, { languages }] of entries.entries()) {
    for (const [language, { titles, phrases, words = [] }] of Object.entries(languages)) {
      for (const [order, title] of titles.entries()) add(title, { entry, language, role: 'title', order });
      for (const list of [phrases, words, titles])
        for (const [order, text] of list.entries()) add(text, { entry, language, role: 'phrase', order });
    }
  }
  return { terms, index: indexTerms(terms), uses };
}

/** A term shared by several entries speaks less for each; the strongest phrases stand first. */
function weighUses(list: readonly RawUse[], rarity: number): readonly TermUse[] {
  const sharedTitles = new Set(list.filter((use) => use.role === 'title').map((use) => use.entry)).size;
  const shared = new Set(list.map((use) => use.entry)).size;
  return list.map(({ entry, language, role, order }) => {
    const weight =
      role === 'title'
        ? 1 / Math.sqrt(Math.max(1, sharedTitles)) / (1 + 0.03 * order)
        : rarity / Math.sqrt(shared) / (1 + 0.04 * order);
    return { entry, language, role, weight };
  });
}

function scaleOf(entries: number, uses: readonly (readonly TermUse[])[]): Map<string, number>[] {
  const scale = Array.from({ length: entries }, () => new Map<string, number>());
  for (const use of uses.flat()) {
    if (use.role !== 'phrase') continue;
    const byLanguage = scale[use.entry]!;
    byLanguage.set(use.language, (byLanguage.get(use.language) ?? 0) + use.weight);
  }
  return scale;
}

export type LibraryScores = {
  readonly byEntry: readonly EntryScore[];
  readonly evidence: ReadonlyMap<number, TermEvidence>;
};

export function scoreLibrary(
  library: LibraryIndex,
  document: DocumentTokens,
  evidence = gatherEvidence(library.index, document),
): LibraryScores {
  const titles = new Float64Array(library.entries.length);
  const built = recogniseBuild(document);
  for (const [entry, { id }] of library.entries.entries()) titles[entry] = built.get(id) ?? 0;
  const phrases = library.entries.map(() => new Map<string, number>());
  const found = library.entries.map(() => new Map<string, number>());
  for (const [term, { quality, count, firstAt, title }] of evidence) {
    for (const use of library.uses[term]!) {
      if (use.role === 'title') {
        titles[use.entry] = Math.max(titles[use.entry]!, title * use.weight);
        continue;
      }
      const often = 1 + 0.25 * Math.log(count);
      const value = use.weight * quality * often * (0.6 + 0.8 * earliness(firstAt));
      addTo(phrases[use.entry]!, use.language, value);
      addTo(found[use.entry]!, use.language, use.weight * quality);
    }
  }
  const byEntry = library.entries.map((_, entry): EntryScore => {
    let best = 0;
    let coverage = 0;
    for (const [language, value] of phrases[entry]!) {
      const total = library.scale[entry]!.get(language) ?? 1;
      best = Math.max(best, value / Math.sqrt(Math.max(1, total)));
      coverage = Math.max(coverage, (found[entry]!.get(language) ?? 0) / Math.max(1, total));
    }
    return { title: titles[entry]!, phrases: best, coverage };
  });
  return { byEntry, evidence };
}

function addTo(map: Map<string, number>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value);
}

/** One number for "the document is of this kind", for comparing entries with each other. */
export function entryStrength(score: EntryScore): number {
  return 1.6 * score.title + score.phrases;
}
