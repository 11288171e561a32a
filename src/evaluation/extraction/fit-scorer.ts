import type { Ask } from '../../extraction/ask.ts';
import { askedNames, fixedNames } from '../../extraction/feature-names.ts';
import type { Features } from '../../extraction/features.ts';
import type { AbsentFeatures, ScorerWeights } from '../../extraction/scorer.ts';

/** One field of one file: what the scorer could choose from, and which choices are right. */
export type Lesson = {
  readonly set: string;
  readonly kind: Ask['kind'];
  readonly concept: string | undefined;
  readonly features: readonly Features[];
  readonly isRight: readonly boolean[];
  readonly absent: AbsentFeatures;
  /** The document does not hold the value, or no candidate has it. */
  readonly isAbsent: boolean;
  readonly weight: number;
};

export type FitOptions = {
  readonly rounds: number;
  readonly rate: number;
  /** Pull of the weights towards zero, by layer. */
  readonly decay: { readonly shared: number; readonly kind: number; readonly concept: number };
};

export const defaultFit: FitOptions = {
  rounds: 60,
  rate: 0.1,
  decay: { shared: 0.002, kind: 0.006, concept: 0.01 },
};

type Packed = {
  /** Offsets of the weights that a lesson's kind and concept add to the shared ones. */
  readonly kindAt: number;
  readonly conceptAt: number;
  readonly absentKindAt: number;
  readonly starts: Int32Array;
  readonly ids: Int32Array;
  readonly values: Float64Array;
  readonly right: Uint8Array;
  readonly absentIds: Int32Array;
  readonly absentValues: Float64Array;
  readonly isAbsent: boolean;
  readonly weight: number;
};

/** Fits the weights by gradient steps (Adam) on the chance that the right candidates get. Deterministic. */
export function fitScorer(
  lessons: readonly Lesson[],
  prior: ScorerWeights,
  options: FitOptions = defaultFit,
): ScorerWeights {
  const names = collect([
    ...fixedNames,
    ...askedNames,
    ...[prior.shared, ...Object.values(prior.byKind), ...Object.values(prior.byConcept)].flatMap(Object.keys),
  ]);
  const absentNames = collect([
    ...lessons.flatMap((lesson) => Object.keys(lesson.absent)),
    ...Object.keys(prior.absent),
  ]);
  const kinds = collect([
    ...lessons.map((lesson) => lesson.kind),
    ...Object.keys(prior.byKind),
    ...Object.keys(prior.absentByKind),
  ]);
  const conceptNames = collect([
    ...lessons.flatMap((lesson) => lesson.concept ?? []),
    ...Object.keys(prior.byConcept),
  ]);
  const width = names.length;
  const kindsAt = width;
  const conceptsAt = kindsAt + kinds.length * width;
  const absentAt = conceptsAt + conceptNames.length * width;
  const absentKindsAt = absentAt + absentNames.length;
  const size = absentKindsAt + kinds.length * absentNames.length;
  const nameIds = toIds(names);
  const absentIds = toIds(absentNames);
  const packed = lessons.map((lesson) =>
    pack(lesson, nameIds, absentIds, {
      kindAt: kindsAt + kinds.indexOf(lesson.kind) * width,
      conceptAt:
        lesson.concept === undefined ? -1 : conceptsAt + conceptNames.indexOf(lesson.concept) * width,
      absentKindAt: absentKindsAt + kinds.indexOf(lesson.kind) * absentNames.length,
    }),
  );
  const decay = new Float64Array(size).fill(options.decay.kind);
  decay.fill(options.decay.shared, 0, width);
  decay.fill(options.decay.concept, conceptsAt, absentAt);
  decay.fill(options.decay.shared, absentAt, absentKindsAt);
  const start = new Float64Array(size);
  const put = (at: number, list: readonly string[], weights: Readonly<Record<string, number>>) => {
    for (const [name, weight] of Object.entries(weights)) start[at + list.indexOf(name)] = weight;
  };
  put(0, names, prior.shared);
  for (const [kind, weights] of Object.entries(prior.byKind))
    put(kindsAt + kinds.indexOf(kind) * width, names, weights);
  for (const [concept, weights] of Object.entries(prior.byConcept)) {
    put(conceptsAt + conceptNames.indexOf(concept) * width, names, weights);
  }
  put(absentAt, absentNames, prior.absent);
  for (const [kind, weights] of Object.entries(prior.absentByKind)) {
    put(absentKindsAt + kinds.indexOf(kind) * absentNames.length, absentNames, weights);
  }
  const fitted = descend(packed, start, absentAt, decay, options);
  const slice = (at: number, list: readonly string[]) =>
    Object.fromEntries(
      list
        .map((name, index) => [name, round(fitted[at + index]!)] as const)
        .filter(([, weight]) => weight !== 0),
    );
  return {
    shared: slice(0, names),
    byKind: Object.fromEntries(kinds.map((kind, index) => [kind, slice(kindsAt + index * width, names)])),
    byConcept: Object.fromEntries(
      conceptNames.map((name, index) => [name, slice(conceptsAt + index * width, names)]),
    ),
    absent: slice(absentAt, absentNames),
    absentByKind: Object.fromEntries(
      kinds.map((kind, index) => [kind, slice(absentKindsAt + index * absentNames.length, absentNames)]),
    ),
  };
}

function round(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}

function collect(list: readonly string[]): readonly string[] {
  return [...new Set(list)].sort();
}

function toIds(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}

function pack(
  lesson: Lesson,
  nameIds: ReadonlyMap<string, number>,
  absentNameIds: ReadonlyMap<string, number>,
  at: { kindAt: number; conceptAt: number; absentKindAt: number },
): Packed {
  const starts: number[] = [0];
  const ids: number[] = [];
  const values: number[] = [];
  for (const features of lesson.features) {
    const add = (value: number, name: string | undefined) => {
      if (value === 0) return;
      ids.push(nameIds.get(name!)!);
      values.push(value);
    };
    for (const [at, value] of features.fixed.entries()) add(value, fixedNames[at]);
    for (const [at, value] of features.asked.entries()) add(value, askedNames[at]);
    starts.push(ids.length);
  }
  const absent = Object.entries(lesson.absent);
  return {
    ...at,
    starts: Int32Array.from(starts),
    ids: Int32Array.from(ids),
    values: Float64Array.from(values),
    right: Uint8Array.from(lesson.isRight, (isRight) => (isRight ? 1 : 0)),
    absentIds: Int32Array.from(absent, ([name]) => absentNameIds.get(name)!),
    absentValues: Float64Array.from(absent, ([, value]) => value),
    isAbsent: lesson.isAbsent,
    weight: lesson.weight,
  };
}

function descend(
  lessons: readonly Packed[],
  start: Float64Array,
  absentAt: number,
  decay: Float64Array,
  options: FitOptions,
): Float64Array {
  const size = start.length;
  const weights = Float64Array.from(start);
  const gradient = new Float64Array(size);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  const total = lessons.reduce((sum, lesson) => sum + lesson.weight, 0);
  for (let round = 1; round <= options.rounds; round += 1) {
    gradient.fill(0);
    for (const lesson of lessons) addGradient(lesson, weights, gradient, absentAt, total);
    const rate = options.rate * (1 - 0.9 * (round / options.rounds));
    for (let index = 0; index < size; index += 1) {
      const slope = gradient[index]! + decay[index]! * (weights[index]! - start[index]!);
      mean[index] = 0.9 * mean[index]! + 0.1 * slope;
      square[index] = 0.999 * square[index]! + 0.001 * slope * slope;
      const step = mean[index]! / (1 - 0.9 ** round);
      const size2 = square[index]! / (1 - 0.999 ** round);
      weights[index]! -= (rate * step) / (Math.sqrt(size2) + 1e-8);
    }
  }
  return weights;
}

function addGradient(
  lesson: Packed,
  weights: Float64Array,
  gradient: Float64Array,
  absentAt: number,
  total: number,
): void {
  const count = lesson.right.length;
  const scores = new Float64Array(count + 1);
  const { starts, ids, values, kindAt, conceptAt, absentKindAt } = lesson;
  for (let candidate = 0; candidate < count; candidate += 1) {
    let score = 0;
    for (let at = starts[candidate]!; at < starts[candidate + 1]!; at += 1) {
      const id = ids[at]!;
      const weight = weights[id]! + weights[kindAt + id]! + (conceptAt < 0 ? 0 : weights[conceptAt + id]!);
      score += values[at]! * weight;
    }
    scores[candidate] = score;
  }
  for (const [at, id] of lesson.absentIds.entries()) {
    scores[count]! += lesson.absentValues[at]! * (weights[absentAt + id]! + weights[absentKindAt + id]!);
  }
  let top = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > top) top = score;
  let sum = 0;
  let rightSum = 0;
  for (let index = 0; index <= count; index += 1) {
    scores[index] = Math.exp(scores[index]! - top);
    sum += scores[index]!;
    if (index < count ? lesson.right[index] === 1 : lesson.isAbsent) rightSum += scores[index]!;
  }
  const share = lesson.weight / total;
  for (let index = 0; index <= count; index += 1) {
    const chance = scores[index]! / sum;
    const isRight = index < count ? lesson.right[index] === 1 : lesson.isAbsent;
    const pull = share * (chance - (isRight && rightSum > 0 ? scores[index]! / rightSum : 0));
    if (Math.abs(pull) < 1e-12) continue;
    if (index === count) {
      for (const [at, id] of lesson.absentIds.entries()) {
        const slope = pull * lesson.absentValues[at]!;
        gradient[absentAt + id]! += slope;
        gradient[absentKindAt + id]! += slope;
      }
      continue;
    }
    for (let at = starts[index]!; at < starts[index + 1]!; at += 1) {
      const id = ids[at]!;
      const slope = pull * values[at]!;
      gradient[id]! += slope;
      gradient[kindAt + id]! += slope;
      if (conceptAt >= 0) gradient[conceptAt + id]! += slope;
    }
  }
}
