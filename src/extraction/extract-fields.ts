/**
 * Document + fields → values with evidence. Pure: no SQL, no HTTP, no files but the weights.
 *
 * Invariant: a value of kind `text` is words of the document, verbatim; a `derived` one names the words it
 * rests on. What is not found is absent.
 */
import type { Document } from '../reading/document.ts';
import { type Ask, understandField } from './ask.ts';
import { buildValue } from './build-value.ts';
import { checkValues } from './check.ts';
import { gatherSlate, rankSlate } from './choose.ts';
import { extractArray } from './extract-array.ts';
import type { ExtractedDocument, ExtractedField } from './extracted.ts';
import type { Field } from './field.ts';
import { prepare } from './gather.ts';
import { indexLabels } from './labels.ts';
import type { ScorerWeights } from './scorer.ts';
import { scorerWeights } from './trained-weights.ts';
import type { Work } from './work.ts';

/** Meaning of short texts: one unit vector a text. */
export type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

export type ExtractOptions = {
  readonly embed?: Embed;
  /** Read invoices in XML inside the file as what they are. */
  readonly useEmbedded?: boolean;
  /** Other weights than the built-in ones: for training and measuring. */
  readonly weights?: ScorerWeights;
};

export async function extractFields(
  document: Document,
  fields: readonly Field[],
  options: ExtractOptions = {},
): Promise<ExtractedDocument> {
  const prepared = prepare(document);
  const asks = fields.flatMap((field) => listAsks(field, []));
  const work: Work = {
    prepared,
    index: indexLabels(prepared.layout, asks),
    weights: options.weights ?? scorerWeights,
  };
  const extracted = fields.map((field) => extractField(field, [], work));
  return checkValues(extracted);
}

function listAsks(field: Field, path: readonly string[]): readonly Ask[] {
  if (field.type === 'string') return [understandField(field, path)];
  if (field.type === 'object') {
    return (field.properties ?? []).flatMap((property) => listAsks(property, [...path, field.key]));
  }
  return [];
}

function extractField(field: Field, path: readonly string[], work: Work): ExtractedField {
  if (field.type === 'object') {
    const properties = field.properties ?? [];
    return {
      type: 'object',
      key: field.key,
      properties: properties.map((property) => extractField(property, [...path, field.key], work)),
    };
  }
  if (field.type === 'array') return extractArray(field, work);
  const ask = understandField(field, path);
  const slate = gatherSlate(work.prepared, work.index, ask);
  const best = rankSlate(slate, work.weights).ranked[0];
  if (best === undefined || best.chance < answeredFrom) return { type: 'string', key: field.key };
  return {
    type: 'string',
    key: field.key,
    value: buildValue(best.candidate, ask, best.chance, work.prepared),
  };
}

/** Chance from which a value is given. A wrong value costs as much as two missing ones at an F1 near .7. */
const answeredFrom = 0.3;
