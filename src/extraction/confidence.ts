import type { Ask } from './ask.ts';
import type { Ranked } from './choose.ts';
import { featureOf } from './features.ts';

/**
 * How sure an answer is: a logistic on the scorer's chances, fitted on documents of sets that the scorer had not
 * seen. The chances themselves are too flat where many stretches of one text compete, and too steep elsewhere.
 */
export type ConfidenceWeights = Readonly<Record<string, number>>;

export function confidenceFeatures(
  ask: Ask,
  ranked: readonly Ranked[],
  absent: number,
): Readonly<Record<string, number>> {
  const [best] = ranked;
  if (best === undefined) return {};
  const second = ranked.find((other) => other.chance < best.chance - 1e-12)?.chance ?? 0;
  const present = Math.max(1e-6, 1 - absent);
  const words = new Set(best.candidate.tokens.map((token) => token.index));
  // Shorter and longer stretches of one address share the chance that it is one.
  const region = ranked.slice(0, 25).reduce((sum, other) => {
    const isNear = other.candidate.tokens.some((token) => words.has(token.index));
    return sum + (isNear ? other.own : 0);
  }, 0);
  return {
    bias: 1,
    present: logit(present),
    share: logit(best.chance / present),
    region: logit(region / present),
    lead: Math.min(5, Math.log((best.chance + 1e-6) / (second + 1e-6))),
    label: featureOf(best.features, 'best'),
    unlabelled: featureOf(best.features, 'unlabelled'),
    unsure: featureOf(best.features, 'unsure'),
    [`kind_${ask.kind}`]: 1,
  };
}

function logit(chance: number): number {
  const bounded = Math.min(0.999, Math.max(0.001, chance));
  return Math.log(bounded / (1 - bounded));
}

export function confidenceOf(weights: ConfidenceWeights, features: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const [name, value] of Object.entries(features)) sum += value * (weights[name] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}
