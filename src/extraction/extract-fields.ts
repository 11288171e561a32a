/**
 * Document + fields → values with evidence. Pure: no SQL, no HTTP, no files but the weights.
 *
 * Invariant: a value of kind `text` is words of the document, verbatim; a `derived` one names the words it
 * rests on. What is not found is absent.
 */
import type { Document } from '../reading/document.ts';
import { type Ask, understandField } from './ask.ts';
import { understandTemplate } from './ask-together.ts';
import { buildValue } from './build-value.ts';
import { checkValues } from './check.ts';
import { gatherSlate, type RankedSlate, rankSlate } from './choose.ts';
import { confidenceFeatures, confidenceOf } from './confidence.ts';
import { findEmbeddedInvoice, readEmbedded } from './embedded-invoice.ts';
import { extractArray } from './extract-array.ts';
import type { ExtractedDocument, ExtractedField } from './extracted.ts';
import type { Field } from './field.ts';
import { prepare } from './gather.ts';
import { indexLabels } from './labels.ts';
import { settleSlates } from './settle.ts';
import { builtInModel, type ExtractionModel } from './trained-model.ts';
import type { Work } from './work.ts';

export type ExtractOptions = {
  /** Read invoices in XML inside the file as what they are. On unless set to false. */
  readonly useEmbedded?: boolean;
  /** Another model than the built-in one: for training and measuring. */
  readonly model?: ExtractionModel;
};

/** Confidence from which a value is given: on held-out sets the F1 is flat between .25 and .4. */
const answeredFrom = 0.27;

export async function extractFields(
  document: Document,
  fields: readonly Field[],
  options: ExtractOptions = {},
): Promise<ExtractedDocument> {
  const model = options.model ?? builtInModel();
  const prepared = prepare(document);
  const asks = understandTemplate(fields);
  const index = indexLabels(
    prepared,
    asks.map(({ ask }) => ask),
  );
  const ranked = asks.map(({ ask }) => rankSlate(gatherSlate(prepared, index, ask), model.weights));
  const settled = settleSlates(ranked);
  const embedded = options.useEmbedded === false ? undefined : findEmbeddedInvoice(document);
  const work: Work = { prepared, index, model, ...(embedded === undefined ? {} : { embedded }) };
  const slates = new Map(asks.map(({ path }, at) => [path, settled[at]!] as const));
  const extracted = fields.map((field) => answerField(field, '', slates, work));
  return checkValues(extracted, new Map(fields.flatMap((field) => askedPaths(field, field.key))));
}

/** Every text that is asked for, rows of tables included, by the path that `listValues` writes. */
function askedPaths(field: Field, path: string): readonly (readonly [string, Ask])[] {
  if (field.type === 'string') return [[path, understandField(field)]];
  const inner = field.type === 'object' ? field.properties : field.items?.properties;
  return (inner ?? []).flatMap((property) => askedPaths(property, `${path}.${property.key}`));
}

function answerField(
  field: Field,
  above: string,
  slates: ReadonlyMap<string, RankedSlate>,
  work: Work,
): ExtractedField {
  const path = above === '' ? field.key : `${above}\u0000${field.key}`;
  if (field.type === 'object') {
    const properties = (field.properties ?? []).map((property) => answerField(property, path, slates, work));
    return { type: 'object', key: field.key, properties };
  }
  if (field.type === 'array') return extractArray(field, work);
  const { ask, ranked, absent } = slates.get(path)!;
  const inside = work.embedded === undefined ? undefined : readEmbedded(work.embedded, ask);
  if (inside !== undefined) return { type: 'string', key: field.key, value: inside };
  const [best] = ranked;
  if (best === undefined) return { type: 'string', key: field.key };
  const confidence = confidenceOf(work.model.confidence, confidenceFeatures(ask, ranked, absent));
  if (confidence < answeredFrom) return { type: 'string', key: field.key };
  return {
    type: 'string',
    key: field.key,
    value: buildValue(best.candidate, ask, confidence, work.prepared),
  };
}
