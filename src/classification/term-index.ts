import type { DocumentTokens, Token } from './document-tokens.ts';
import { stemWord } from './fold-word.ts';

/** Words to be looked for, in the order in which they must stand. */
export type Term = {
  /** Stems. Never empty. */
  readonly stems: readonly string[];
  /** As its author wrote it. */
  readonly text: string;
};

/** A term found in a document. */
export type Hit = {
  /** Index into the terms given to `indexTerms`. */
  readonly term: number;
  /** First token, and how many. */
  readonly at: number;
  readonly count: number;
  /** 1 as written; less where letters differ or the term is part of a longer word. */
  readonly quality: number;
};

export type TermIndex = {
  readonly terms: readonly Term[];
  readonly byFirstStem: ReadonlyMap<string, readonly Entry[]>;
  readonly vocabulary: ReadonlySet<string>;
  /** Vocabulary under each of its forms with one letter left out, to find words that differ by one or two. */
  readonly deletions: () => ReadonlyMap<string, readonly string[]>;
  /** What a word of a document may stand for; filled as words come by. */
  readonly readings: Map<string, readonly Reading[]>;
};

type Entry = { readonly term: number; readonly stems: readonly string[]; readonly joined: boolean };
type Reading = { readonly stem: string; readonly quality: number };

const joinedLettersMax = 24;
const fuzzyLettersMin = 5;
const fuzzyQuality = 0.75;
const compoundLettersMin = 5;
const compoundQuality = 0.7;
/** Remembered words a term index: 20,000 are about 4 MB. */
const readingsMax = 20_000;

export function termOf(words: readonly string[], text: string): Term | undefined {
  return words.length === 0 ? undefined : { stems: words.map(stemWord), text };
}

export function indexTerms(terms: readonly Term[]): TermIndex {
  const byFirstStem = new Map<string, Entry[]>();
  const vocabulary = new Set<string>();
  const add = (entry: Entry): void => {
    const first = entry.stems[0]!;
    const entries = byFirstStem.get(first);
    if (entries === undefined) byFirstStem.set(first, [entry]);
    else entries.push(entry);
    for (const stem of entry.stems) vocabulary.add(stem);
  };
  for (const [term, { stems, text }] of terms.entries()) {
    add({ term, stems, joined: false });
    const joined = stemWord(stems.slice(0, -1).join('') + (stems.at(-1) ?? ''));
    if (stems.length > 1 && joined.length <= joinedLettersMax && joined.length >= 2 && text.length > 0)
      add({ term, stems: [joined], joined: true });
  }
  // Only documents read by OCR need it, and it is the dear part of an index.
  let built: ReadonlyMap<string, readonly string[]> | undefined;
  const deletions = (): ReadonlyMap<string, readonly string[]> => {
    built ??= indexDeletions(vocabulary);
    return built;
  };
  return { terms, byFirstStem, vocabulary, deletions, readings: new Map() };
}

function indexDeletions(vocabulary: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const deletions = new Map<string, string[]>();
  for (const stem of vocabulary) {
    if (stem.length < fuzzyLettersMin || /\d/.test(stem)) continue;
    for (const form of withOneLetterLess(stem)) {
      const stems = deletions.get(form);
      if (stems === undefined) deletions.set(form, [stem]);
      else if (!stems.includes(stem)) stems.push(stem);
    }
  }
  return deletions;
}

function withOneLetterLess(word: string): readonly string[] {
  const forms = [word];
  for (let index = 0; index < word.length; index += 1)
    forms.push(word.slice(0, index) + word.slice(index + 1));
  return forms;
}

/** Every place where a term stands, in the order of the document. */
export function findTerms(index: TermIndex, document: DocumentTokens): readonly Hit[] {
  const hits: Hit[] = [];
  const { tokens } = document;
  const readings = tokens.map((token) => readingsOf(index, token, document.guessed));
  for (let at = 0; at < tokens.length; at += 1) {
    for (const reading of readings[at]!) {
      for (const entry of index.byFirstStem.get(reading.stem) ?? []) {
        const quality = matchFrom(entry, at, reading.quality, readings);
        if (quality > 0) hits.push({ term: entry.term, at, count: entry.stems.length, quality });
      }
    }
  }
  return hits;
}

function matchFrom(
  entry: Entry,
  at: number,
  first: number,
  readings: readonly (readonly Reading[])[],
): number {
  let quality = first;
  for (let offset = 1; offset < entry.stems.length; offset += 1) {
    const wanted = entry.stems[offset];
    const reading = readings[at + offset]?.find((candidate) => candidate.stem === wanted);
    if (reading === undefined) return 0;
    quality = Math.min(quality, reading.quality);
  }
  return quality;
}

const none: readonly Reading[] = [];

function readingsOf(index: TermIndex, token: Token, guessed: boolean): readonly Reading[] {
  const plain = readingsOfWord(index, token.text, token.stem, guessed);
  if (token.variants.length === 0) return plain;
  const all = [...plain];
  for (const variant of token.variants) {
    for (const reading of readingsOfWord(index, variant, variant, guessed))
      if (!all.some((known) => known.stem === reading.stem)) all.push(reading);
  }
  return all;
}

function readingsOfWord(index: TermIndex, text: string, stem: string, guessed: boolean): readonly Reading[] {
  const key = guessed ? `~${text}` : text;
  const known = index.readings.get(key);
  if (known !== undefined) return known;
  const readings = findReadings(index, text, stem, guessed);
  if (index.readings.size < readingsMax) index.readings.set(key, readings);
  return readings;
}

function findReadings(index: TermIndex, text: string, stem: string, guessed: boolean): readonly Reading[] {
  if (index.vocabulary.has(stem)) return [{ stem, quality: 1 }];
  const readings: Reading[] = [];
  if (guessed) {
    const similar = findSimilar(index, stem);
    if (similar !== undefined) readings.push({ stem: similar, quality: fuzzyQuality });
  }
  for (const part of findParts(index, text)) readings.push({ stem: part, quality: compoundQuality });
  return readings.length === 0 ? none : readings;
}

/** A word of the vocabulary that differs by one letter (added, missing, other) or two neighbours swapped. */
function findSimilar(index: TermIndex, stem: string): string | undefined {
  if (stem.length < fuzzyLettersMin) return undefined;
  for (const form of withOneLetterLess(stem)) {
    for (const candidate of index.deletions().get(form) ?? [])
      if (Math.abs(candidate.length - stem.length) <= 1) return candidate;
  }
  return undefined;
}

/** Words of the vocabulary at the start or end of a longer one: "Stromrechnung", "Rechnungsnummer". */
function findParts(index: TermIndex, text: string): readonly string[] {
  const parts: string[] = [];
  const longest = text.length - 3;
  for (let length = longest; length >= compoundLettersMin; length -= 1) {
    const tail = stemWord(text.slice(-length));
    if (tail.length >= compoundLettersMin && index.vocabulary.has(tail)) {
      parts.push(tail);
      break;
    }
  }
  for (let length = longest; length >= compoundLettersMin; length -= 1) {
    const head = text.slice(0, length);
    if (index.vocabulary.has(head) && !parts.includes(head)) {
      parts.push(head);
      break;
    }
  }
  return parts;
}
