import type { Knowledge, LearningWeights } from '../classification/knowledge.ts';
import { learnedNoneNames, learnedPairNames } from '../classification/learn.ts';
import { fitChoices } from './fit-matcher.ts';
import { type DrawnCase, drawExamples, scoreSet } from './learning-draws.ts';
import type { ExampleSet } from './training-set.ts';

const counts = [1, 2, 3, 5, 10];
const draws = 3;
const steps = 200;
const rate = 0.05;
const ridge = 0.002;

/**
 * How much examples weigh beside the zero-shot scores, for one to ten of them: fitted on random draws from the
 * training sets, so that a few examples count for little and many for more. Each set is scored by a matcher that
 * was trained without it: on its own training documents a matcher is surer than it ever is on a user's, and
 * examples would be believed too little beside it.
 */
export function fitLearning(
  sets: readonly ExampleSet[],
  knowledge: Knowledge,
  scorerOf: (set: string) => Knowledge,
): LearningWeights {
  const cases: DrawnCase[] = [];
  for (const set of sets) {
    const table = scoreSet(set, knowledge, scorerOf(set.name));
    for (const count of counts)
      for (let draw = 0; draw < draws; draw += 1)
        cases.push(...drawExamples(table, count, count + 1, draw + 1));
  }
  const pair = fitChoices(
    cases
      .filter(({ answer, rows }) => answer < rows.length)
      .map(({ rows, answer }) => ({ rows, answer, weight: 1 })),
    { steps, rate, ridge, isPositive: (feature) => learnedPairNames[feature] !== 'missing' },
  );
  const none = fitChoices(
    cases.map(({ rows, none: row, answer }) => ({
      rows: [row, new Float64Array(row.length)],
      answer: answer === rows.length ? 0 : 1,
      weight: 1,
    })),
    { steps, rate, ridge, isPositive: () => false },
  );
  const named = (names: readonly string[], values: Float64Array): Record<string, number> =>
    Object.fromEntries(names.map((name, index) => [name, Number(values[index]!.toPrecision(4))]));
  return { pair: named(learnedPairNames, pair), none: named(learnedNoneNames, none) };
}
