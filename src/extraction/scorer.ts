import type { Ask } from './ask.ts';
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

export function scoreFeatures(weights: ScorerWeights, ask: Ask, features: Features): number {
  const kind = weights.byKind[ask.kind];
  const concept = ask.concept === undefined ? undefined : weights.byConcept[ask.concept];
  let score = 0;
  for (const [name, value] of Object.entries(features)) {
    if (value === 0) continue;
    score += value * ((weights.shared[name] ?? 0) + (kind?.[name] ?? 0) + (concept?.[name] ?? 0));
  }
  return score;
}

export function scoreAbsent(weights: ScorerWeights, ask: Ask, features: Features): number {
  const kind = weights.absentByKind[ask.kind];
  let score = 0;
  for (const [name, value] of Object.entries(features)) {
    score += value * ((weights.absent[name] ?? 0) + (kind?.[name] ?? 0));
  }
  return score;
}

/** Chances of the candidates, and of "absent" last. */
export function softChoice(scores: readonly number[], absent: number): readonly number[] {
  const all = [...scores, absent];
  const top = Math.max(...all);
  const powers = all.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
