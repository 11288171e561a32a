import { compareView } from '../classification/compare-document.ts';
import { other } from '../classification/document-type.ts';
import type { Knowledge } from '../classification/knowledge.ts';
import {
  compareExamples,
  learnFromVectors,
  vectorOf,
  type WordVector,
  wordsOf,
} from '../classification/learn.ts';
import { type Scores, scoreTypes } from '../classification/matcher.ts';
import { prepareTypes } from '../classification/prepare-types.ts';
import { createRandom } from './bootstrap.ts';
import { viewExample } from './train-matcher.ts';
import type { Example, ExampleSet } from './training-set.ts';

/** A set with the zero-shot scores and the words of its documents. */
export type ScoredSet = {
  readonly set: ExampleSet;
  readonly examples: readonly Example[];
  readonly scores: readonly Scores[];
  readonly vectors: readonly WordVector[];
};

/** Zero-shot scores come from `scorer`: in training, from a matcher that has not seen the set. */
export function scoreSet(set: ExampleSet, knowledge: Knowledge, scorer = knowledge): ScoredSet {
  const prepared = prepareTypes(set.types, scorer.library, scorer.rarity);
  const scores = set.examples.map((example) => {
    const { rows, outlook } = compareView(viewExample(example, scorer), prepared);
    return scoreTypes(scorer.vectors, rows, outlook);
  });
  const vectors = set.examples.map((example) => vectorOf(wordsOf(example.tokens), knowledge.rarity));
  return { set, examples: set.examples, scores, vectors };
}

/** A document that was not drawn, beside those that were. */
export type DrawnCase = ReturnType<typeof compareExamples> & {
  readonly documentType: string;
  readonly file: string;
  /** Index of the right type; the number of types for `other`. */
  readonly answer: number;
  readonly scores: Scores;
};

/**
 * Takes `count` examples of each type that has at least `filesMin` files, and of `other`, at random; the rest
 * are the cases.
 */
export function drawExamples(
  table: ScoredSet,
  count: number,
  filesMin: number,
  seed: number,
): readonly DrawnCase[] {
  const random = createRandom(seed);
  const names = [...table.set.types.map((type) => type.name), other];
  const drawn = new Set<number>();
  const tested = new Set<string>();
  for (const name of names) {
    const files = [...table.examples.keys()].filter((index) => table.examples[index]!.documentType === name);
    if (files.length < filesMin) continue;
    tested.add(name);
    for (let taken = 0; taken < count; taken += 1) {
      const at = Math.floor(random() * files.length);
      drawn.add(files.splice(at, 1)[0]!);
    }
  }
  const chosen = [...drawn];
  const learned = learnFromVectors(
    chosen.map((index) => ({
      documentType: table.examples[index]!.documentType,
      vector: table.vectors[index]!,
    })),
  );
  const rest = [...table.examples.keys()].filter(
    (index) => !drawn.has(index) && tested.has(table.examples[index]!.documentType),
  );
  return rest.map((index): DrawnCase => {
    const { documentType, name } = table.examples[index]!;
    const scores = table.scores[index]!;
    const compared = compareExamples(learned, table.vectors[index]!, table.set.types, scores);
    return { ...compared, documentType, file: name, answer: names.indexOf(documentType), scores };
  });
}
