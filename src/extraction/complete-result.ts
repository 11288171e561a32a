import type { ExtractedDocument, ExtractedField, PlainResult, PlainValue } from './extracted.ts';
import type { Field } from './field.ts';

/**
 * What clients of Extracta get: every asked key, in the order of the fields. What was not found is `""`, an
 * object of such, or `[]`: clients call string methods on values and reach into nested objects without
 * looking first.
 */
export function toCompleteResult(fields: readonly Field[], extracted: ExtractedDocument): PlainResult {
  return completeObject(fields, extracted.fields);
}

function completeObject(fields: readonly Field[], found: readonly ExtractedField[]): PlainResult {
  const byKey = new Map(found.map((field) => [field.key, field]));
  return Object.fromEntries(fields.map((field) => [field.key, completeValue(field, byKey.get(field.key))]));
}

function completeValue(field: Field, found: ExtractedField | undefined): PlainValue {
  if (field.type === 'object') {
    return completeObject(field.properties ?? [], found?.type === 'object' ? found.properties : []);
  }
  if (field.type === 'array') {
    const items = field.items ?? { key: 'item', type: 'string' };
    return found?.type === 'array' ? found.entries.map((entry) => completeValue(items, entry)) : [];
  }
  return found?.type === 'string' ? (found.value?.text ?? '') : '';
}
