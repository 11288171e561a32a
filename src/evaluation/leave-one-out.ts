import { profileLibrary } from '../classification/borrow.ts';
import { compareView } from '../classification/compare-document.ts';
import { other } from '../classification/document-type.ts';
import { buildKnowledge, type Weights } from '../classification/knowledge.ts';
import { library } from '../classification/library/library.ts';
import { type Scores, scoreTypes, toProbabilities } from '../classification/matcher.ts';
import { prepareTypes } from '../classification/prepare-types.ts';
import { fitTemperature } from './fit-temperature.ts';
import type { Outcome } from './metrics.ts';
import { type TrainOptions, trainDefaults, trainMatcher, viewExample } from './train-matcher.ts';
import { type Example, type ExampleSet, setsWithout, setsWithoutAlike } from './training-set.ts';

export type HeldOutAnswer = Outcome & {
  readonly example: Example | undefined;
  readonly scores: Scores | undefined;
  readonly rightIndex: number;
};

export type HeldOutSet = {
  readonly name: string;
  readonly weights: Omit<Weights, 'figures'>;
  readonly answers: readonly HeldOutAnswer[];
};

/**
 * Each set answered by a matcher that was trained on the others alone; with `dropAlike` also without the types
 * of the others that mean the same as one of its own. The temperature of each comes from the answers to the others.
 */
export function leaveOneOut(
  sets: readonly ExampleSet[],
  options: TrainOptions & { readonly dropAlike?: boolean } = trainDefaults,
): readonly HeldOutSet[] {
  const profile = profileLibrary(options.entries ?? library);
  const heldOut = sets.map((held): HeldOutSet => {
    const others = setsWithout(sets, held);
    const weights = trainMatcher(
      options.dropAlike ? setsWithoutAlike(others, held, profile) : others,
      options,
    );
    return { name: held.name, weights, answers: answerSet(held, weights, options) };
  });
  return heldOut.map((held, index) => {
    const temperature = temperatureOf(heldOut.filter((each) => each !== held));
    const names = [...sets[index]!.types.map((type) => type.name), other];
    const answers = held.answers.map((each) => ({ ...each, ...decide(each.scores, names, temperature) }));
    return { ...held, weights: { ...held.weights, temperature }, answers };
  });
}

/** The temperature of sets that were each answered by a matcher trained without it. */
export function temperatureOf(heldOut: readonly HeldOutSet[]): number {
  return fitTemperature(
    heldOut.map(({ answers }) =>
      answers.flatMap(({ scores, rightIndex: right }) =>
        scores === undefined || right < 0 ? [] : [{ scores, right }],
      ),
    ),
  );
}

export function answerSet(
  set: ExampleSet,
  weights: Omit<Weights, 'figures'>,
  options: TrainOptions,
): readonly HeldOutAnswer[] {
  const knowledge = buildKnowledge(weights, options.entries);
  const prepared = prepareTypes(set.types, knowledge.library, knowledge.rarity);
  const names = [...set.types.map((type) => type.name), other];
  const answered = set.examples.map((example): HeldOutAnswer => {
    const { rows, outlook } = compareView(viewExample(example, knowledge), prepared);
    const scores = scoreTypes(knowledge.vectors, rows, outlook);
    const rightIndex = names.indexOf(example.documentType);
    return {
      file: example.name,
      documentType: example.documentType,
      ...decide(scores, names, knowledge.temperature),
      example,
      scores,
      rightIndex,
    };
  });
  const failed = set.failed.map(
    ({ name, documentType }): HeldOutAnswer => ({
      file: name,
      documentType,
      ...decide(undefined, names, 1),
      example: undefined,
      scores: undefined,
      rightIndex: names.indexOf(documentType),
    }),
  );
  return [...answered, ...failed];
}

/** The likeliest of the names; nothing where the file could not be read. */
function decide(
  scores: Scores | undefined,
  names: readonly string[],
  temperature: number,
): Pick<Outcome, 'answer' | 'confidence'> {
  if (scores === undefined) return { answer: undefined, confidence: 0 };
  const shares = toProbabilities(scores, temperature);
  const confidence = Math.max(...shares);
  return { answer: names[shares.indexOf(confidence)], confidence };
}
