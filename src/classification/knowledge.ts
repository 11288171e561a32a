import { readFileSync } from 'node:fs';
import { learnedNoneNames, learnedPairNames } from './learn.ts';
import type { LibraryEntry } from './library/entry.ts';
import { library } from './library/library.ts';
import { indexLibrary, type LibraryIndex } from './library-index.ts';
import { type MatcherVectors, type MatcherWeights, vectorsOf } from './matcher.ts';
import { noneFeatureNames } from './none-features.ts';
import { pairFeatureNames } from './pair-features.ts';
import { createWordRarity, type WordRarity } from './word-rarity.ts';

/** How much examples weigh beside the zero-shot scores. */
export type LearningWeights = MatcherWeights;

/** What `mailroom train` learned from the open data sets, as it stands in `weights.json`. */
export type Weights = MatcherWeights & {
  /** Divides the scores, so that confidence means what it says. */
  readonly temperature: number;
  /** Share of the training documents on which a stem stands; each set counts alike. */
  readonly wordShares: Readonly<Record<string, number>>;
  readonly learning: LearningWeights;
  /** How it came about and what it reached, for people. */
  readonly figures: unknown;
};

/** All that is known before types and documents come. */
export type Knowledge = {
  readonly rarity: WordRarity;
  readonly library: LibraryIndex;
  readonly vectors: MatcherVectors;
  readonly temperature: number;
  readonly learning: MatcherVectors;
};

export function buildKnowledge(
  weights: Omit<Weights, 'figures'>,
  entries: readonly LibraryEntry[] = library,
): Knowledge {
  const rarity = createWordRarity(weights.wordShares);
  return {
    rarity,
    library: indexLibrary(entries, rarity),
    vectors: vectorsOf(weights, pairFeatureNames, noneFeatureNames),
    temperature: weights.temperature,
    learning: vectorsOf(weights.learning, learnedPairNames, learnedNoneNames),
  };
}

let shipped: Knowledge | undefined;

/** The knowledge that ships with the program; built at first use (about 0.1 s). */
export function shippedKnowledge(): Knowledge {
  shipped ??= buildKnowledge(
    JSON.parse(readFileSync(new URL('weights.json', import.meta.url), 'utf8')) as Weights,
  );
  return shipped;
}
