import { performance } from 'node:perf_hooks';
import { classifyDocument } from '../classification/classify-document.ts';
import { bootstrapInterval, type Interval } from './bootstrap.ts';
import type { HeldOutSet } from './leave-one-out.ts';
import { accuracyOf, calibrationErrorOf, falseOtherOf, type Outcome, otherRecallOf } from './metrics.ts';
import type { ExampleSet } from './training-set.ts';

/** Accuracy on a held-out set, and what is left of it without types of the same meaning in training. */
export type HeldOutFigures = {
  readonly name: string;
  readonly accuracy: Interval;
  readonly withoutAlike: Interval;
};

/** Leave one set out in a few figures; means count each set alike. */
export type LeaveOneOutSummary = {
  readonly sets: readonly HeldOutFigures[];
  readonly otherRecall: number;
  readonly falseOther: number;
  /** Ten bins of equal weight over all sets together. */
  readonly calibrationError: number;
  /** Milliseconds from the reading to the answer, on one core. */
  readonly time: { readonly median: number; readonly ninetieth: number };
};

export async function summariseLeaveOneOut(
  sets: readonly ExampleSet[],
  heldOut: readonly HeldOutSet[],
  withoutAlike: readonly HeldOutSet[],
): Promise<LeaveOneOutSummary> {
  const meanOf = (measure: (outcomes: readonly Outcome[]) => number): number =>
    heldOut.reduce((sum, { answers }) => sum + measure(answers) / heldOut.length, 0);
  const weights = new Map<Outcome, number>(
    heldOut.flatMap(({ answers }) => answers.map((answer) => [answer, 1 / answers.length])),
  );
  return {
    sets: heldOut.map(({ name, answers }, index) => ({
      name,
      accuracy: bootstrapInterval(answers, accuracyOf),
      withoutAlike: bootstrapInterval(withoutAlike[index]!.answers, accuracyOf),
    })),
    otherRecall: meanOf(otherRecallOf),
    falseOther: meanOf(falseOtherOf),
    calibrationError: calibrationErrorOf([...weights.keys()], (outcome) => weights.get(outcome)!),
    time: await timeAnswers(sets),
  };
}

async function timeAnswers(sets: readonly ExampleSet[]): Promise<LeaveOneOutSummary['time']> {
  const times: number[] = [];
  for (const { types, examples } of sets) {
    for (const { document } of examples) {
      const start = performance.now();
      await classifyDocument(document, types);
      times.push(performance.now() - start);
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * times.length)] ?? 0;
  return { median: at(0.5), ninetieth: at(0.9) };
}
