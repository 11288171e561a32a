import { type MatcherVectors, scoreRows, softmax } from '../classification/matcher.ts';

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
  const scaled = cases.map((each) => ({
    ...each,
    rows: each.rows.map((row) => divide(row, pairScale)),
    none: divide(each.none, noneScale),
  }));
  const pairs = first.rows[0]!.length;
  const size = pairs + first.none.length;
  const values = new Float64Array(size);
  const momentum = new Float64Array(size);
  const energy = new Float64Array(size);
  const total = cases.reduce((sum, each) => sum + each.weight, 0);
  for (let step = 1; step <= options.steps; step += 1) {
    const slope = slopeOf(scaled, values, pairs, total);
    const rate = options.rate * (1 - step / (options.steps + 1));
    for (let index = 0; index < size; index += 1) {
      const gradient = slope[index]! + options.ridge * values[index]!;
      momentum[index] = 0.9 * momentum[index]! + 0.1 * gradient;
      energy[index] = 0.99 * energy[index]! + 0.01 * gradient * gradient;
      const move =
        momentum[index]! / (1 - 0.9 ** step) / (Math.sqrt(energy[index]! / (1 - 0.99 ** step)) + 1e-8);
      values[index]! -= rate * move;
      if (index < pairs && options.positive[index] && values[index]! < 0) values[index] = 0;
    }
  }
  return {
    pair: divide(values.subarray(0, pairs), pairScale),
    none: divide(values.subarray(pairs), noneScale),
  };
}

function slopeOf(
  cases: readonly TrainingCase[],
  values: Float64Array,
  pairs: number,
  total: number,
): Float64Array {
  const vectors = { pair: values.subarray(0, pairs), none: values.subarray(pairs) };
  const slope = new Float64Array(values.length);
  for (const { rows, none, answer, weight } of cases) {
    const shares = softmax(scoreRows(vectors, rows, none));
    for (let option = 0; option <= rows.length; option += 1) {
      const miss = ((shares[option]! - (option === answer ? 1 : 0)) * weight) / total;
      const row = option < rows.length ? rows[option]! : none;
      const offset = option < rows.length ? 0 : pairs;
      for (let index = 0; index < row.length; index += 1) slope[offset + index]! += miss * row[index]!;
    }
  }
  return slope;
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
