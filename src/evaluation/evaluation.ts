import type { Evidence } from '../classification/answer.ts';
import { bootstrapInterval } from './bootstrap.ts';
import {
  accuracyOf,
  calibrationErrorOf,
  confusionOf,
  falseOtherOf,
  figuresByType,
  macroF1Of,
  type Outcome,
  otherRecallOf,
  type ReliabilityBin,
  reliabilityOf,
  type TypeFigures,
} from './metrics.ts';

/** One labelled file and what was answered for it. */
export type EvaluatedFile = Outcome & {
  /** From the bytes to the answer. */
  readonly seconds: number;
  readonly evidence?: readonly Evidence[];
  /** Why the file failed. */
  readonly error?: string;
};

/** What is known of the classifier on one labelled set; printed as it is by `--json`. */
export type Evaluation = {
  /** The folder's name. */
  readonly name: string;
  readonly files: number;
  readonly accuracy: number;
  /** 95 % bootstrap interval of the accuracy. */
  readonly accuracyInterval: readonly [low: number, high: number];
  readonly macroF1: number;
  readonly otherRecall: number;
  readonly falseOther: number;
  readonly ece: number;
  readonly secondsPerFile: number;
  readonly perType: readonly TypeFigures[];
  /** Right answer → given answer → count. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly reliability: readonly ReliabilityBin[];
  readonly answers: readonly EvaluatedFile[];
};

export function summarise(
  name: string,
  types: readonly string[],
  answers: readonly EvaluatedFile[],
  draws?: number,
): Evaluation {
  const perType = figuresByType(types, answers);
  const { low, high } = bootstrapInterval(answers, accuracyOf, draws);
  return {
    name,
    files: answers.length,
    accuracy: accuracyOf(answers),
    accuracyInterval: [low, high],
    macroF1: macroF1Of(perType),
    otherRecall: otherRecallOf(answers),
    falseOther: falseOtherOf(answers),
    ece: calibrationErrorOf(answers),
    secondsPerFile: answers.reduce((sum, { seconds }) => sum + seconds, 0) / Math.max(1, answers.length),
    perType,
    confusion: confusionOf(answers),
    reliability: reliabilityOf(answers),
    answers,
  };
}
