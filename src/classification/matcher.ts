import { noneRow } from './none-features.ts';
import { wordSignals } from './pair-features.ts';

/** Weights of the learned matcher: one a feature, for pairs and for "none of the types". */
export type MatcherWeights = {
  readonly pair: Readonly<Record<string, number>>;
  readonly none: Readonly<Record<string, number>>;
};

/** The weights in the order of the features. */
export type MatcherVectors = { readonly pair: Float64Array; readonly none: Float64Array };

export function vectorsOf(
  weights: MatcherWeights,
  pairNames: readonly string[],
  noneNames: readonly string[],
): MatcherVectors {
  const inOrder = (names: readonly string[], values: Readonly<Record<string, number>>): Float64Array =>
    Float64Array.from(names, (name) => values[name] ?? 0);
  return { pair: inOrder(pairNames, weights.pair), none: inOrder(noneNames, weights.none) };
}

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}

/** Log odds of each type against the others, and of "none" against all of them. */
export type Scores = { readonly types: readonly number[]; readonly none: number };

export function scoreTypes(
  vectors: MatcherVectors,
  rows: readonly Float64Array[],
  outlook: Float64Array,
): Scores {
  const types = rows.map((row) => dot(vectors.pair, row));
  const words = rows.map((row) => wordsWorth(vectors.pair, row));
  const none = dot(vectors.none, noneRow(types, words, outlook));
  const isSilent = (words[types.indexOf(Math.max(...types))] ?? 0) < silentMax;
  return { types, none: isSilent ? Math.max(none, noneOfSilence) : none };
}

/** Where not one word speaks for the best type, its page alone does: `other` then, at 0.82 and more. */
const silentMax = 0.05;
const noneOfSilence = 1.5;

/** What the words of the document alone say for a type, without its shape and without the other types. */
export function wordsWorth(pair: Float64Array, row: Float64Array): number {
  return dot(pair.subarray(0, wordSignals), row);
}

/** Probabilities of the types in their order and of "none" at the end; they sum to 1. */
export function toProbabilities({ types, none }: Scores, temperature: number): readonly number[] {
  const noneShare = 1 / (1 + Math.exp(-none / temperature));
  return [...softmax(types, temperature).map((share) => share * (1 - noneShare)), noneShare];
}

export function softmax(scores: readonly number[], temperature = 1): readonly number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - top) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
