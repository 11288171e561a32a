import { readFileSync } from 'node:fs';
import type { ConfidenceWeights } from './confidence.ts';
import type { ScorerWeights } from './scorer.ts';

export type ExtractionModel = {
  readonly weights: ScorerWeights;
  readonly confidence: ConfidenceWeights;
};

let loaded: ExtractionModel | undefined;

/** Fitted by `src/cli/train-extraction.ts`; `extraction-model.json` tells on what, and how well it does. */
export function builtInModel(): ExtractionModel {
  loaded ??= JSON.parse(
    readFileSync(new URL('./extraction-model.json', import.meta.url), 'utf8'),
  ) as ExtractionModel;
  return loaded;
}
