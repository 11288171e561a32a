import type { Prepared } from './gather.ts';
import type { LabelIndex } from './labels.ts';
import type { ScorerWeights } from './scorer.ts';

/** What the extraction of one document shares between its fields. */
export type Work = {
  readonly prepared: Prepared;
  readonly index: LabelIndex;
  readonly weights: ScorerWeights;
};
