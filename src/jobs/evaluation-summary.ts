import { summarise } from '../evaluation/evaluation.ts';
import {
  type CoveragePoint,
  coverageOf,
  type ReliabilityBin,
  type TypeFigures,
} from '../evaluation/metrics.ts';
import type { EvaluationAnswer } from '../storage/evaluation-answers.ts';

/** What an evaluation found, as it is stored. */
export type EvaluationSummary = {
  readonly files: number;
  readonly accuracy: number;
  /** 95 % bootstrap interval. */
  readonly accuracyInterval: readonly number[];
  readonly macroF1: number;
  readonly otherRecall: number;
  readonly falseOther: number;
  readonly calibrationError: number;
  readonly millisecondsPerFile: number;
  readonly types: readonly TypeFigures[];
  readonly confusion: readonly {
    readonly expected: string;
    readonly answer: string;
    readonly files: number;
  }[];
  readonly reliability: readonly ReliabilityBin[];
  readonly coverage: readonly CoveragePoint[];
};

/** 2,000 draws of 1,000 files take 0.1 s; of more files fewer are needed, as the interval is narrow. */
const drawnMax = 2_000_000;

export function summariseAnswers(
  types: readonly string[],
  answers: readonly EvaluationAnswer[],
): EvaluationSummary {
  const outcomes = answers.map(({ fileId, expected, answer, confidence, close, milliseconds }) => ({
    ...{ file: fileId, documentType: expected, answer, confidence },
    ...{ needsReview: close, seconds: milliseconds / 1000 },
  }));
  const draws = Math.max(200, Math.min(2_000, Math.round(drawnMax / Math.max(1, answers.length))));
  const figures = summarise('', types, outcomes, draws);
  return {
    files: figures.files,
    accuracy: figures.accuracy,
    accuracyInterval: figures.accuracyInterval,
    macroF1: figures.macroF1,
    otherRecall: figures.otherRecall,
    falseOther: figures.falseOther,
    calibrationError: figures.ece,
    millisecondsPerFile: figures.secondsPerFile * 1000,
    types: figures.perType,
    confusion: Object.entries(figures.confusion).flatMap(([expected, row]) =>
      Object.entries(row).map(([answer, files]) => ({ expected, answer, files })),
    ),
    reliability: figures.reliability,
    coverage: coverageOf(outcomes),
  };
}
