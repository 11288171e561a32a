import type { Ask } from './ask.ts';
import { askedNames, fixedNames } from './feature-names.ts';
import type { Features } from './features.ts';

/**
 * A linear scorer with soft choice: each candidate gets the sum of its features' weights, as does "absent",
 * and the chance of each is its share of the exponentials. Weights come in three layers that add up: for all
 * fields, for the kind of value, for the concept; the last two are small where training saw little.
 */
export type ScorerWeights = {
  readonly shared: Weights;
  readonly byKind: Readonly<Record<string, Weights>>;
  readonly byConcept: Readonly<Record<string, Weights>>;
  /** Features of "absent". */
  readonly absent: Weights;
  readonly absentByKind: Readonly<Record<string, Weights>>;
};

export type Weights = Readonly<Record<string, number>>;

/** The three layers of weights added up for one kind and concept, in the order of the feature vectors. */
type Summed = { readonly fixed: Float64Array; readonly asked: Float64Array };

const summedBy = new WeakMap<ScorerWeights, Map<string, Summed>>();

function sumWeights(weights: ScorerWeights, ask: Ask): Summed {
  const byAsk = summedBy.get(weights) ?? new Map<string, Summed>();
  summedBy.set(weights, byAsk);
  const key = `${ask.kind} ${ask.concept ?? ''}`;
  const known = byAsk.get(key);
  if (known !== undefined) return known;
  const kind = weights.byKind[ask.kind];
  const concept = ask.concept === undefined ? undefined : weights.byConcept[ask.concept];
  const sum = (name: string) => (weights.shared[name] ?? 0) + (kind?.[name] ?? 0) + (concept?.[name] ?? 0);
  const summed = {
    fixed: Float64Array.from(fixedNames.map(sum)),
    asked: Float64Array.from(askedNames.map(sum)),
  };
  byAsk.set(key, summed);
  return summed;
}

export function scoreFeatures(weights: ScorerWeights, ask: Ask, features: Features): number {
  const { fixed, asked } = sumWeights(weights, ask);
  return dot(fixed, features.fixed) + dot(asked, features.asked);
}

function dot(weights: Float64Array, values: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += weights[at]! * values[at]!;
  return sum;
}

export function scoreAbsent(weights: ScorerWeights, ask: Ask, features: AbsentFeatures): number {
  const kind = weights.absentByKind[ask.kind];
  let score = 0;
  for (const [name, value] of Object.entries(features)) {
    score += value * ((weights.absent[name] ?? 0) + (kind?.[name] ?? 0));
  }
  return score;
}

/** What speaks for the document not holding the value, by name. */
export type AbsentFeatures = Readonly<Record<string, number>>;

/** Chances of the candidates, and of "absent" last. */
export function softChoice(scores: readonly number[], absent: number): readonly number[] {
  const all = [...scores, absent];
  const top = Math.max(...all);
  const powers = all.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
