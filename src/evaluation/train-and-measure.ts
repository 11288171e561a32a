import { buildKnowledge, type Weights } from '../classification/knowledge.ts';
import { bootstrapInterval } from './bootstrap.ts';
import { fitLearning } from './fit-learning.ts';
import { leaveOneOut, temperatureOf } from './leave-one-out.ts';
import { accuracyOf, calibrationErrorOf, falseOtherOf, otherRecallOf } from './metrics.ts';
import { trainMatcher } from './train-matcher.ts';
import type { ExampleSet } from './training-set.ts';

/** Weights learned from all sets, with what matchers trained on all but one reach on that one. */
export function trainAndMeasure(sets: readonly ExampleSet[]): Weights {
  const round = (value: number): number => Number(value.toFixed(4));
  const heldOut = leaveOneOut(sets);
  const leftOut = heldOut.map(({ name, answers }) => {
    const { value, low, high } = bootstrapInterval(answers, accuracyOf);
    return {
      set: name,
      files: answers.length,
      accuracy: round(value),
      interval: [round(low), round(high)],
      otherRecall: round(otherRecallOf(answers)),
      falseOther: round(falseOtherOf(answers)),
      calibrationError: round(calibrationErrorOf(answers)),
    };
  });
  const figures = { trainedOn: sets.map((set) => set.name), leaveOneSetOut: leftOut };
  const weights = { ...trainMatcher(sets), temperature: temperatureOf(heldOut) };
  const untaughtBy = new Map(heldOut.map((held) => [held.name, buildKnowledge(held.weights)]));
  const learning = fitLearning(sets, buildKnowledge(weights), (set) => untaughtBy.get(set)!);
  return { figures, ...weights, learning };
}
