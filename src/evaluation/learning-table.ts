import { buildKnowledge, type Knowledge } from '../classification/knowledge.ts';
import { mixScores } from '../classification/learn.ts';
import { dot, type Scores, toProbabilities } from '../classification/matcher.ts';
import { fitLearning } from './fit-learning.ts';
import { type DrawnCase, drawExamples, scoreSet } from './learning-draws.ts';
import type { HeldOutSet } from './leave-one-out.ts';
import { trainMatcher } from './train-matcher.ts';
import { type ExampleSet, setsWithout } from './training-set.ts';

/** Accuracy of one set without and with so many examples a type. */
export type LearningFigures = {
  readonly name: string;
  readonly examples: number;
  readonly zeroShot: number;
  readonly learned: number;
};

const counts = [1, 2, 3, 5, 10];
/** Types with fewer files are neither drawn from nor tested. */
const filesMin = 10;
const draws = 20;

/** What examples gain on each set, by weights that were learned on the others; means over twenty draws. */
export function measureLearning(
  sets: readonly ExampleSet[],
  heldOut: readonly HeldOutSet[],
): readonly LearningFigures[] {
  const withoutBoth = trainWithoutBoth(sets);
  return sets.flatMap((set, index) => {
    const untaught = buildKnowledge(heldOut[index]!.weights);
    const scorerOf = (other: string): Knowledge => withoutBoth(set.name, other);
    const learning = fitLearning(setsWithout(sets, set), untaught, scorerOf);
    const knowledge = buildKnowledge({ ...heldOut[index]!.weights, learning });
    const table = scoreSet(set, knowledge);
    return counts.map((examples) => {
      const cases = Array.from({ length: draws }, (_, draw) =>
        drawExamples(table, examples, Math.max(filesMin, examples + 1), draw + 1),
      )
        .flat()
        .filter(({ answer, scores }) => answer < scores.types.length);
      const shareRight = (scoresOf: (drawn: DrawnCase) => Scores): number =>
        cases.filter((drawn) => isRight(scoresOf(drawn), drawn.answer, knowledge.temperature)).length /
        cases.length;
      const { pair, none } = knowledge.learning;
      return {
        name: set.name,
        examples,
        zeroShot: shareRight(({ scores }) => scores),
        learned: shareRight((drawn) => {
          const types = drawn.rows.map((row) => dot(pair, row));
          return mixScores(drawn.scores, { types, none: dot(none, drawn.none) }, drawn.gate);
        }),
      };
    });
  });
}

/** What a matcher knows that was trained without two of the sets; each pair is trained once. */
function trainWithoutBoth(sets: readonly ExampleSet[]): (left: string, right: string) => Knowledge {
  const known = new Map<string, Knowledge>();
  return (...pair) => {
    const key = pair.toSorted().join(' ');
    let knowledge = known.get(key);
    if (knowledge === undefined) {
      let others = sets.filter(({ name }) => !pair.includes(name));
      for (const set of sets) if (pair.includes(set.name)) others = [...setsWithout(others, set)];
      knowledge = buildKnowledge(trainMatcher(others));
      known.set(key, knowledge);
    }
    return knowledge;
  };
}

function isRight(scores: Scores, answer: number, temperature: number): boolean {
  const shares = toProbabilities(scores, temperature);
  return shares.indexOf(Math.max(...shares)) === answer;
}
