import { other } from '../classification/document-type.ts';

/** One file's right and given answer. */
export type Outcome = {
  readonly file: string;
  readonly documentType: string;
  /** Undefined where the file failed: wrong, whatever the right answer was. */
  readonly answer: string | undefined;
  /** Calibrated probability that `answer` is right. */
  readonly confidence: number;
  readonly needsReview?: boolean;
};

export type TypeFigures = {
  readonly documentType: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Files that belong to the type. */
  readonly support: number;
};

export type ReliabilityBin = {
  readonly count: number;
  readonly confidence: number;
  readonly accuracy: number;
};

/** Share answered rightly, over files that belong to a type; answering `other` is an error. */
export function accuracyOf(outcomes: readonly Outcome[]): number {
  const known = outcomes.filter(({ documentType }) => documentType !== other);
  return shareOf(known, isRight);
}

/** Of the files that belong to no type, the share answered `other`; 1 where there are none. */
export function otherRecallOf(outcomes: readonly Outcome[]): number {
  return shareOf(
    outcomes.filter(({ documentType }) => documentType === other),
    isRight,
    1,
  );
}

/** Of the files that belong to a type, the share answered `other`. */
export function falseOtherOf(outcomes: readonly Outcome[]): number {
  const known = outcomes.filter(({ documentType }) => documentType !== other);
  return shareOf(known, ({ answer }) => answer === other);
}

/** Precision, recall and F1 of each type that has files, over the files that belong to a type. */
export function figuresByType(
  types: readonly string[],
  outcomes: readonly Outcome[],
): readonly TypeFigures[] {
  const known = outcomes.filter(({ documentType }) => documentType !== other);
  return types.map((type): TypeFigures => {
    const given = known.filter(({ answer }) => answer === type);
    const belonging = known.filter(({ documentType }) => documentType === type);
    const precision = shareOf(given, isRight);
    const recall = shareOf(belonging, isRight);
    const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return { documentType: type, precision, recall, f1, support: belonging.length };
  });
}

/** Mean F1 over the types that have files. */
export function macroF1Of(figures: readonly TypeFigures[]): number {
  const supported = figures.filter(({ support }) => support > 0);
  return supported.length === 0 ? 0 : supported.reduce((sum, { f1 }) => sum + f1, 0) / supported.length;
}

/** Right answer → given answer → count. A failed file counts under `failed`. */
export function confusionOf(outcomes: readonly Outcome[]): Record<string, Record<string, number>> {
  const confusion: Record<string, Record<string, number>> = {};
  for (const { documentType, answer = 'failed' } of outcomes) {
    confusion[documentType] ??= {};
    const row = confusion[documentType];
    row[answer] = (row[answer] ?? 0) + 1;
  }
  return confusion;
}

const binCount = 10;

/** Ten bins of equal weight, from the least confident answers to the most. Each outcome may carry a weight. */
export function reliabilityOf(
  outcomes: readonly Outcome[],
  weightOf: (outcome: Outcome) => number = () => 1,
): readonly ReliabilityBin[] {
  const answered = outcomes
    .filter(({ answer }) => answer !== undefined)
    .toSorted((a, b) => a.confidence - b.confidence);
  const total = answered.reduce((sum, outcome) => sum + weightOf(outcome), 0);
  const bins = Array.from({ length: binCount }, () => ({ count: 0, weight: 0, confidence: 0, right: 0 }));
  let before = 0;
  for (const outcome of answered) {
    const weight = weightOf(outcome);
    const bin = bins[Math.min(binCount - 1, Math.floor(((before + weight / 2) / total) * binCount))]!;
    before += weight;
    bin.count += 1;
    bin.weight += weight;
    bin.confidence += weight * outcome.confidence;
    bin.right += isRight(outcome) ? weight : 0;
  }
  return bins
    .filter(({ count }) => count > 0)
    .map(({ count, weight, confidence, right }) => ({
      count,
      confidence: confidence / weight,
      accuracy: right / weight,
    }));
}

/** Expected calibration error: how far confidence and accuracy lie apart, over ten bins of equal count. */
export function calibrationErrorOf(
  outcomes: readonly Outcome[],
  weightOf: (outcome: Outcome) => number = () => 1,
): number {
  const bins = reliabilityOf(outcomes, weightOf);
  return (
    bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.accuracy), 0) / Math.max(1, bins.length)
  );
}

export type CoveragePoint = {
  /** Of the review: answers below it are a person's. */
  readonly threshold: number;
  /** Share of the files that ask for no review. */
  readonly coverage: number;
  /** Of these, the share answered rightly; 1 where there are none. */
  readonly accuracy: number;
};

/** Accuracy against coverage for review thresholds from 0 to 1. One that needs review does so at any threshold. */
export function coverageOf(outcomes: readonly Outcome[]): readonly CoveragePoint[] {
  return Array.from({ length: 21 }, (_, step) => {
    const threshold = step / 20;
    const covered = outcomes.filter(
      ({ answer, confidence, needsReview }) =>
        answer !== undefined && needsReview !== true && confidence >= threshold,
    );
    return {
      threshold,
      coverage: covered.length / Math.max(1, outcomes.length),
      accuracy: shareOf(covered, isRight, 1),
    };
  });
}

function isRight({ documentType, answer }: Outcome): boolean {
  return documentType === answer;
}

function shareOf(outcomes: readonly Outcome[], counts: (outcome: Outcome) => boolean, ifNone = 0): number {
  return outcomes.length === 0 ? ifNone : outcomes.filter(counts).length / outcomes.length;
}
