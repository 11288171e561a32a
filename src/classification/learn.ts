/**
 * Learning from people: labelled documents are remembered as weighted words, and the next document is compared
 * with each of them. No training run: an example counts from the next answer on.
 */
import type { Document } from '../reading/document.ts';
import { type DocumentTokens, tokenizeDocument } from './document-tokens.ts';
import { type DocumentType, other } from './document-type.ts';
import type { Scores } from './matcher.ts';

/** A labelled document as it is kept: plain data of at most 20 kB, no text. */
export type LearnedExample = {
  /** One of the types, or `other`. */
  readonly documentType: string;
  /** How often each stem stands in the document; stems of its title lines once more, with `^` before them. */
  readonly words: Readonly<Record<string, number>>;
};

/** Examples ready to be compared with documents. */
export type Learned = {
  readonly examples: readonly VectorExample[];
  /** Examples by type. */
  readonly counts: ReadonlyMap<string, number>;
  /** Examples that hold a word, by word and type. */
  readonly holders: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** How far likeness goes with type among the examples themselves, 0 to 1. */
  readonly trust: number;
  /** How much of what the examples say is taken beside what was known without them, 0 to 1. */
  readonly gate: number;
};

/** How much a word tells types apart that one example holds, or none. */
const onceSeen = 0.4;
const neverSeen = 0.4;

type VectorExample = { readonly documentType: string; readonly vector: WordVector };

/** Weights by word, of length 1. */
export type WordVector = ReadonlyMap<string, number>;

const wordsMax = 400;
const titleLines = 3;

export function exampleOf(document: Document, documentType: string): LearnedExample {
  return { documentType, words: wordsOf(tokenizeDocument(document)) };
}

export function wordsOf({ tokens, lines }: DocumentTokens): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  const add = (word: string): void => {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  };
  for (const { stem } of tokens) if (stem.length > 1 && !/\d/.test(stem)) add(stem);
  const prominent = lines.slice(0, 40).toSorted((a, b) => b.prominence - a.prominence);
  for (const line of prominent.slice(0, titleLines))
    for (const { stem } of tokens.slice(line.first, line.first + line.count)) add(`^${stem}`);
  return Object.fromEntries([...counts].slice(0, wordsMax));
}

/** How much a word tells, 0 to 1. */
type Rarity = (stem: string) => number;

/** Prepares examples for comparison. Cheap: done anew whenever one comes or goes. */
export function learnFrom(examples: readonly LearnedExample[], rarity: Rarity): Learned {
  return learnFromVectors(
    examples.map(({ documentType, words }) => ({ documentType, vector: vectorOf(words, rarity) })),
  );
}

export function learnFromVectors(examples: readonly VectorExample[]): Learned {
  const counts = new Map<string, number>();
  const holders = new Map<string, Map<string, number>>();
  for (const { documentType, vector } of examples) {
    counts.set(documentType, (counts.get(documentType) ?? 0) + 1);
    for (const word of vector.keys()) {
      let types = holders.get(word);
      if (types === undefined) {
        types = new Map();
        holders.set(word, types);
      }
      types.set(documentType, (types.get(documentType) ?? 0) + 1);
    }
  }
  const focused = examples.map(({ documentType, vector }) => ({
    documentType,
    vector: focusVector(vector, holders),
  }));
  return { examples: focused, counts, holders, ...testLikeness(examples, counts) };
}

/** Pairs of examples compared at most when their likeness is put to the test. */
const testedMax = 300;

/**
 * The share of examples whose nearest other is of their own type: where documents look like their sender more
 * than like their type, likeness must not overrule what was known before.
 */
function testLikeness(
  examples: readonly VectorExample[],
  counts: ReadonlyMap<string, number>,
): Pick<Learned, 'trust' | 'gate'> {
  let tried = 0;
  let right = 0;
  const tested = examples.slice(-testedMax);
  for (const example of tested) {
    if (counts.get(example.documentType)! < 2) continue;
    let nearest = { documentType: '', likeness: -1 };
    for (const { documentType, vector } of tested) {
      if (vector === example.vector) continue;
      const likeness = similarity(example.vector, vector);
      if (likeness > nearest.likeness) nearest = { documentType, likeness };
    }
    tried += 1;
    if (nearest.documentType === example.documentType) right += 1;
  }
  const share = (right + untestedShare * untestedCount) / (tried + untestedCount);
  return {
    trust: ((right + 1) / (tried + 2)) ** 2,
    gate: ramp(share, gateShut, gateOpen),
  };
}

/** Before any example could be tested, likeness is taken to go with type this often, as if so many had been. */
const untestedShare = 0.53;
const untestedCount = 2;
/**
 * Where the nearest other example is of the same type less often than this, examples count for nothing. Brokers'
 * notes reach 0.22 to 0.49 with two to ten examples a type, and examples did harm; the other sets 0.52 to 0.85.
 */
const gateShut = 0.45;
const gateOpen = 0.57;
/** A document as like to an example as this is nearly the same paper: that is believed whatever the gate. */
const sameShut = 0.75;
const sameOpen = 0.95;

function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/**
 * The vector with its weight on words that tell types apart. Plain likeness follows the letterhead: on brokers'
 * notes the nearest example is of the same bank more often than of the same type (accuracy fell from 0.71 to
 * 0.65 with five examples a type).
 */
function focusVector(vector: WordVector, holders: Learned['holders']): WordVector {
  const focused = new Map<string, number>();
  let square = 0;
  for (const [word, weight] of vector) {
    const value = weight * specificity(holders.get(word));
    if (value === 0) continue;
    focused.set(word, value);
    square += value ** 2;
  }
  const length = Math.sqrt(square) || 1;
  for (const [word, weight] of focused) focused.set(word, weight / length);
  return focused;
}

/** 1 for a word that only examples of one type hold, 0 for one that each holder has of another type. */
function specificity(types: ReadonlyMap<string, number> | undefined): number {
  if (types === undefined) return neverSeen;
  let holders = 0;
  for (const count of types.values()) holders += count;
  return holders === 1 ? onceSeen : 1 - (types.size - 1) / (holders - 1);
}

const titleWeight = 1.5;

export function vectorOf(words: Readonly<Record<string, number>>, rarity: Rarity): WordVector {
  const vector = new Map<string, number>();
  let square = 0;
  for (const [word, count] of Object.entries(words)) {
    const isTitle = word.startsWith('^');
    const rare = rarity(isTitle ? word.slice(1) : word);
    const weight = (1 + Math.log(count)) * rare * (isTitle ? titleWeight : 1);
    vector.set(word, weight);
    square += weight ** 2;
  }
  const length = Math.sqrt(square) || 1;
  for (const [word, weight] of vector) vector.set(word, weight / length);
  return vector;
}

function similarity(left: WordVector, right: WordVector): number {
  const [few, many] = left.size < right.size ? [left, right] : [right, left];
  let sum = 0;
  for (const [word, weight] of few) sum += weight * (many.get(word) ?? 0);
  return sum;
}

/** Names of the numbers by which examples speak for a type beside its zero-shot score. */
export const learnedPairNames = ['zeroShot', 'nearest', 'near', 'centre', 'words', 'missing'] as const;
/** And for `other`. */
export const learnedNoneNames = ['constant', 'zeroShot', 'nearestType', 'nearestOther', 'hasOther'] as const;

const nearCount = 3;

/** What the examples say of a document, given its words. */
export function compareExamples(
  learned: Learned,
  document: WordVector,
  types: readonly DocumentType[],
  scores: Scores,
): { readonly rows: readonly Float64Array[]; readonly none: Float64Array; readonly gate: number } {
  const likenessOf = new Map<string, number[]>();
  const focused = focusVector(document, learned.holders);
  for (const { documentType, vector } of learned.examples) {
    const likeness = similarity(focused, vector);
    const list = likenessOf.get(documentType);
    if (list === undefined) likenessOf.set(documentType, [likeness]);
    else list.push(likeness);
  }
  const names = types.map((type) => type.name);
  const words = weighWords(learned, document, names);
  const rows = names.map((name, index) =>
    pairRow(likenessOf.get(name), words.get(name) ?? 0, scores.types[index]!, learned.trust),
  );
  const nearestType = Math.max(0, ...rows.map((row) => row[1]!));
  const ofOther = likenessOf.get(other);
  const nearestOther = ofOther === undefined ? 0 : learned.trust * Math.max(...ofOther);
  const none = [1, scores.none, nearestType, nearestOther, ofOther === undefined ? 0 : learned.trust];
  const nearest = Math.max(0, ...[...likenessOf.values()].flat());
  const gate = Math.max(learned.gate, ramp(nearest, sameShut, sameOpen));
  return { rows, none: Float64Array.from(none), gate };
}

/**
 * Scores without and with examples, mixed: with the gate shut the types stand as no example moved them. Likeness to
 * examples of a type speaks against `other` in full, unlikeness speaks for it in part: a few examples do not show
 * all that a type can look like.
 */
export function mixScores(zeroShot: Scores, learned: Scores, gate: number): Scores {
  const types = zeroShot.types.map((score, index) => score + gate * (learned.types[index]! - score));
  const change = learned.none - zeroShot.none;
  return { types, none: zeroShot.none + (change > 0 ? unlikenessShare : 1) * change };
}

/**
 * In full, five examples a type cost business_mix 2.9 points, nearly all of them good documents taken for `other`; at
 * 0.35 they cost 0.2, and the mean gain over the sets rises from 4.9 to 5.6. Recall of `other` is 0.87 instead of 0.91
 * then (0.82 without examples).
 */
const unlikenessShare = 0.35;

function pairRow(
  likeness: readonly number[] | undefined,
  words: number,
  zeroShot: number,
  trust: number,
): Float64Array {
  if (likeness === undefined) return Float64Array.from([zeroShot, 0, 0, 0, 0, trust]);
  const sorted = likeness.toSorted((a, b) => b - a);
  const near = sorted.slice(0, nearCount).reduce((sum, value) => sum + value, 0) / nearCount;
  const centre = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return Float64Array.from([zeroShot, trust * sorted[0]!, trust * near, trust * centre, trust * words, 0]);
}

/** Share of examples that is taken to hold a word before any was seen. */
const priorShare = 0.05;
const priorExamples = 1.5;

/**
 * Words that stand on the examples of some types and not of others. Likeness alone follows the letterhead: on
 * brokers' notes the nearest example is of the same bank more often than of the same type.
 */
function weighWords(
  { counts, holders }: Learned,
  vector: WordVector,
  names: readonly string[],
): ReadonlyMap<string, number> {
  const known = names.filter((name) => counts.has(name));
  const sums = new Map(known.map((name) => [name, 0]));
  for (const [word, weight] of vector) {
    const types = holders.get(word);
    if (types === undefined) continue;
    const logs = known.map((name) => {
      const share =
        ((types.get(name) ?? 0) + priorShare * priorExamples) / (counts.get(name)! + priorExamples);
      return Math.log(share);
    });
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    for (const [index, name] of known.entries())
      sums.set(name, sums.get(name)! + weight * (logs[index]! - mean));
  }
  return sums;
}
