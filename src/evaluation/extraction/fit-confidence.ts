import type { ConfidenceWeights } from '../../extraction/confidence.ts';

/** One answer of the scorer to a document of a set it had not seen. */
export type Judged = {
  readonly set: string;
  readonly features: Readonly<Record<string, number>>;
  readonly isRight: boolean;
  readonly weight: number;
};

const rounds = 400;
const rate = 0.05;
/** Pull towards zero; kinds with few answers keep near the common line. */
const decay = 0.004;

/** Logistic regression by gradient steps (Adam). Deterministic. */
export function fitConfidence(judged: readonly Judged[]): ConfidenceWeights {
  const names = [...new Set(judged.flatMap((each) => Object.keys(each.features)))].sort();
  const weights = new Map(names.map((name) => [name, 0]));
  const mean = new Map(names.map((name) => [name, 0]));
  const square = new Map(names.map((name) => [name, 0]));
  const total = judged.reduce((sum, each) => sum + each.weight, 0);
  for (let round = 1; round <= rounds; round += 1) {
    const gradient = new Map(
      names.map((name) => [name, decay * weights.get(name)! * (name.startsWith('kind_') ? 30 : 0.2)]),
    );
    for (const { features, isRight, weight } of judged) {
      let sum = 0;
      for (const name in features) sum += features[name]! * weights.get(name)!;
      const slope = ((1 / (1 + Math.exp(-sum)) - (isRight ? 1 : 0)) * weight) / total;
      for (const name in features) gradient.set(name, gradient.get(name)! + slope * features[name]!);
    }
    for (const name of names) {
      const slope = gradient.get(name)!;
      mean.set(name, 0.9 * mean.get(name)! + 0.1 * slope);
      square.set(name, 0.999 * square.get(name)! + 0.001 * slope * slope);
      const step = mean.get(name)! / (1 - 0.9 ** round);
      const size = square.get(name)! / (1 - 0.999 ** round);
      weights.set(name, weights.get(name)! - (rate * step) / (Math.sqrt(size) + 1e-8));
    }
  }
  return Object.fromEntries([...weights].map(([name, weight]) => [name, Math.round(weight * 1000) / 1000]));
}
