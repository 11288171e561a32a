import type { EmbeddedInvoice } from './embedded-invoice.ts';
import type { Prepared } from './gather.ts';
import type { LabelIndex } from './labels.ts';
import type { ExtractionModel } from './trained-model.ts';

/** What the extraction of one document shares between its fields. */
export type Work = {
  readonly prepared: Prepared;
  readonly index: LabelIndex;
  readonly model: ExtractionModel;
  readonly embedded?: EmbeddedInvoice;
};
