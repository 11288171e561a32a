import type { MatcherVectors } from '../classification/matcher.ts';

/** One labelled document as the matcher sees it. */
export type TrainingCase = {
  readonly rows: readonly Float64Array[];
  readonly none: Float64Array;
  /** Index of the right type; `rows.length` for "none". */
  readonly answer: number;
  readonly weight: number;
};

export type FitOptions = {
  readonly steps: number;
  readonly rate: number;
  /** Strength of the pull of every weight towards zero. */
  readonly ridge: number;
  /** Weights that may not fall below zero: a signal that speaks for a type must never speak against it. */
  readonly positive: readonly boolean[];
};

/**
 * Conditional logit: over the types of a document and "none", the right one shall be likeliest. Features are
 * divided by their spread first, so that one ridge fits all. Adam with a falling rate; no randomness.
 */
export function fitMatcher(cases: readonly TrainingCase[], options: FitOptions): MatcherVectors {
  const first = cases[0]!;
  const pairScale = spreadOf(cases.flatMap((each) => each.rows));
  const noneScale = spreadOf(cases.map((each) => each.none));
  const pairs = first.rows[0]!.length;
  const size = pairs + first.none.length;
  const packed = cases.map((each) => packCase(each, pairScale, noneScale));
  const values = new Float64Array(size);
  const momentum = new Float64Array(size);
  const energy = new Float64Array(size);
  const slope = new Float64Array(size);
  for (let step = 1; step <= options.steps; step += 1) {
    addSlopes(packed, values, pairs, slope);
    const rate = options.rate * (1 - step / (options.steps + 1));
    for (let index = 0; index < size; index += 1) {
      const gradient = slope[index]! + options.ridge * values[index]!;
      momentum[index] = 0.9 * momentum[index]! + 0.1 * gradient;
      energy[index] = 0.99 * energy[index]! + 0.01 * gradient * gradient;
      const move = momentum[index]! / (1 - 0.9 ** step) / (Math.sqrt(energy[index]! / (1 - 0.99 ** step)) + 1e-8);
      values[index]! -= rate * move;
      if (index < pairs && options.positive[index] && values[index]! < 0) values[index] = 0;
    }
  }
  return {
    pair: divide(values.subarray(0, pairs), pairScale),
    none: divide(values.subarray(pairs), noneScale),
  };
}

/** Rows one after another in one array, and "none" apart: reading them in order is what makes a fit fast. */
type PackedCase = {
  readonly rows: Float64Array;
  readonly options: number;
  readonly none: Float64Array;
  readonly answer: number;
  readonly weight: number;
  readonly shares: Float64Array;
};

function packCase(each: TrainingCase, pairScale: Float64Array, noneScale: Float64Array): PackedCase {
  const size = pairScale.length;
  const rows = new Float64Array(size * each.rows.length);
  for (const [index, row] of each.rows.entries()) rows.set(divide(row, pairScale), index * size);
  return {
    rows,
    options: each.rows.length + 1,
    none: divide(each.none, noneScale),
    answer: each.answer,
    weight: each.weight,
    shares: new Float64Array(each.rows.length + 1),
  };
}

function addSlopes(cases: readonly PackedCase[], values: Float64Array, pairs: number, slope: Float64Array): void {
  slope.fill(0);
  let total = 0;
  for (const each of cases) {
    const { rows, options, none, shares } = each;
    total += each.weight;
    for (let option = 0, at = 0; option < options - 1; option += 1) {
      let score = 0;
      for (let index = 0; index < pairs; index += 1, at += 1) score += rows[at]! * values[index]!;
      shares[option] = score;
    }
    let score = 0;
    for (let index = 0; index < none.length; index += 1) score += none[index]! * values[pairs + index]!;
    shares[options - 1] = score;
    toShares(shares);
    for (let option = 0, at = 0; option < options - 1; option += 1) {
      const miss = (shares[option]! - (option === each.answer ? 1 : 0)) * each.weight;
      for (let index = 0; index < pairs; index += 1, at += 1) slope[index]! += miss * rows[at]!;
    }
    const miss = (shares[options - 1]! - (options - 1 === each.answer ? 1 : 0)) * each.weight;
    for (let index = 0; index < none.length; index += 1) slope[pairs + index]! += miss * none[index]!;
  }
  for (let index = 0; index < slope.length; index += 1) slope[index]! /= total;
}

function toShares(scores: Float64Array): void {
  let top = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > top) top = score;
  let sum = 0;
  for (let index = 0; index < scores.length; index += 1) {
    scores[index] = Math.exp(scores[index]! - top);
    sum += scores[index]!;
  }
  for (let index = 0; index < scores.length; index += 1) scores[index]! /= sum;
}

function spreadOf(rows: readonly Float64Array[]): Float64Array {
  const size = rows[0]!.length;
  const sum = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const row of rows) {
    for (let index = 0; index < size; index += 1) {
      sum[index]! += row[index]!;
      squares[index]! += row[index]! ** 2;
    }
  }
  return Float64Array.from(sum, (value, index) => {
    const variance = squares[index]! / rows.length - (value / rows.length) ** 2;
    return variance > 1e-9 ? Math.sqrt(variance) : 1;
  });
}

function divide(row: Float64Array, scale: Float64Array): Float64Array {
  return row.map((value, index) => value / scale[index]!);
}
