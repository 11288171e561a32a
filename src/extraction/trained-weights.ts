import { readFileSync } from 'node:fs';
import type { ScorerWeights } from './scorer.ts';

type Trained = { readonly figures: unknown; readonly weights: ScorerWeights };

/** Fitted by `src/cli/train-extraction.ts`; the file tells on what and how well. */
export const scorerWeights: ScorerWeights = (
  JSON.parse(readFileSync(new URL('./scorer-weights.json', import.meta.url), 'utf8')) as Trained
).weights;
