import { profileLibrary } from '../classification/borrow.ts';
import { compareView } from '../classification/compare-document.ts';
import { other } from '../classification/document-type.ts';
import { buildKnowledge, type Weights } from '../classification/knowledge.ts';
import { library } from '../classification/library/library.ts';
import { type Scores, scoreTypes, toProbabilities } from '../classification/matcher.ts';
import { prepareTypes } from '../classification/prepare-types.ts';
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
 * of the others that mean the same as one of its own.
 */
export function leaveOneOut(
  sets: readonly ExampleSet[],
  options: TrainOptions & { readonly dropAlike?: boolean } = trainDefaults,
): readonly HeldOutSet[] {
  const profile = profileLibrary(options.entries ?? library);
  return sets.map((held) => {
    const others = setsWithout(sets, held);
    const weights = trainMatcher(
      options.dropAlike ? setsWithoutAlike(others, held, profile) : others,
      options,
    );
    return { name: held.name, weights, answers: answerSet(held, weights, options) };
  });
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
    const shares = toProbabilities(scores, knowledge.temperature);
    const confidence = Math.max(...shares);
    const answer = names[shares.indexOf(confidence)]!;
    const rightIndex = names.indexOf(example.documentType);
    return {
      file: example.name,
      documentType: example.documentType,
      answer,
      confidence,
      example,
      scores,
      rightIndex,
    };
  });
  const failed = set.failed.map(
    ({ name, documentType }): HeldOutAnswer => ({
      file: name,
      documentType,
      answer: undefined,
      confidence: 0,
      example: undefined,
      scores: undefined,
      rightIndex: names.indexOf(documentType),
    }),
  );
  return [...answered, ...failed];
}
