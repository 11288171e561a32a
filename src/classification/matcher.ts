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

/** Scores of the types, in their order, and of "none" at the end. */
export function scoreRows(
  vectors: MatcherVectors,
  rows: readonly Float64Array[],
  none: Float64Array,
): number[] {
  return [...rows.map((row) => dot(vectors.pair, row)), dot(vectors.none, none)];
}

/** Probabilities that sum to 1. */
export function softmax(scores: readonly number[], temperature = 1): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - top) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
