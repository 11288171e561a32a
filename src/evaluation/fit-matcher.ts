/** One question with its right answer: which of these rows is it? */
export type Choice = {
  readonly rows: readonly Float64Array[];
  /** Index of the right row. */
  readonly answer: number;
  readonly weight: number;
};

export type FitOptions = {
  readonly steps: number;
  readonly rate: number;
  /** Strength of the pull of every weight towards zero. */
  readonly ridge: number;
  /** Whether a weight must not fall below zero: what speaks for a type must never speak against it. */
  readonly isPositive: (feature: number) => boolean;
};

/**
 * Conditional logit: among the rows of a choice the right one shall be likeliest. Features are divided by their
 * spread first, so that one ridge fits all. Adam with a falling rate; no randomness.
 */
export function fitChoices(choices: readonly Choice[], options: FitOptions): Float64Array {
  const scale = spreadOf(choices.flatMap((each) => each.rows));
  const size = scale.length;
  const packed = choices.map((each) => packChoice(each, scale));
  const values = new Float64Array(size);
  const momentum = new Float64Array(size);
  const energy = new Float64Array(size);
  const slope = new Float64Array(size);
  for (let step = 1; step <= options.steps; step += 1) {
    addSlopes(packed, values, slope);
    const rate = options.rate * (1 - step / (options.steps + 1));
    for (let index = 0; index < size; index += 1) {
      const gradient = slope[index]! + options.ridge * values[index]!;
      momentum[index] = 0.9 * momentum[index]! + 0.1 * gradient;
      energy[index] = 0.99 * energy[index]! + 0.01 * gradient * gradient;
      const move =
        momentum[index]! / (1 - 0.9 ** step) / (Math.sqrt(energy[index]! / (1 - 0.99 ** step)) + 1e-8);
      values[index]! -= rate * move;
      if (options.isPositive(index) && values[index]! < 0) values[index] = 0;
    }
  }
  return divide(values, scale);
}

/** Rows one after another in one array: reading them in order is what makes a fit fast. */
type PackedChoice = {
  readonly rows: Float64Array;
  readonly answer: number;
  readonly weight: number;
  readonly shares: Float64Array;
};

function packChoice(each: Choice, scale: Float64Array): PackedChoice {
  const rows = new Float64Array(scale.length * each.rows.length);
  for (const [index, row] of each.rows.entries()) rows.set(divide(row, scale), index * scale.length);
  return { rows, answer: each.answer, weight: each.weight, shares: new Float64Array(each.rows.length) };
}

function addSlopes(choices: readonly PackedChoice[], values: Float64Array, slope: Float64Array): void {
  slope.fill(0);
  const size = values.length;
  let total = 0;
  for (const { rows, answer, weight, shares } of choices) {
    total += weight;
    for (let row = 0, at = 0; row < shares.length; row += 1) {
      let score = 0;
      for (let index = 0; index < size; index += 1, at += 1) score += rows[at]! * values[index]!;
      shares[row] = score;
    }
    toShares(shares);
    for (let row = 0, at = 0; row < shares.length; row += 1) {
      const miss = (shares[row]! - (row === answer ? 1 : 0)) * weight;
      for (let index = 0; index < size; index += 1, at += 1) slope[index]! += miss * rows[at]!;
    }
  }
  for (let index = 0; index < size; index += 1) slope[index]! /= total;
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
