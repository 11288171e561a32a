/** What a person writes into what was extracted. Pure, and exact: only the value at the path changes. */
import type {
  ExtractedDocument,
  ExtractedField,
  ExtractedValue,
  PlainResult,
  PlainValue,
} from './extracted.ts';
import type { Field } from './field.ts';

export type Extraction = { readonly extracted: ExtractedDocument; readonly result: PlainResult };

export type ValueAtPath = {
  /** As `listValues` writes it. The row after the last of a table is one more row. */
  readonly path: string;
  /** Undefined: there is none. */
  readonly value: ExtractedValue | undefined;
};

/** A value as a person wrote it. It rests on no words of the page. */
export function writtenValue(text: string): ExtractedValue | undefined {
  if (text.trim() === '') return undefined;
  return { kind: 'edited', text, confidence: 1, evidence: [], source: 'person' };
}

/** Undefined where the fields have no such path. `fields` shape the first row of a table that had none. */
export function editValue(
  { extracted, result }: Extraction,
  fields: readonly Field[],
  edit: ValueAtPath,
): Extraction | undefined {
  const whole: ExtractedField = { type: 'object', key: '', properties: extracted.fields };
  const shape: Field = { key: '', type: 'object', properties: fields };
  const edited = editObject({ field: whole, plain: result, at: '', shape }, edit);
  if (edited?.field.type !== 'object') return undefined;
  return {
    extracted: { ...extracted, fields: edited.field.properties },
    result: edited.plain as PlainResult,
  };
}

/** Paths of the fields that have no value, in the order of `listValues`. */
export function listMissing(extracted: ExtractedDocument): readonly string[] {
  const list = (field: ExtractedField, path: string): readonly string[] => {
    if (field.type === 'string') return field.value === undefined ? [path] : [];
    if (field.type === 'object') return field.properties.flatMap((each) => list(each, `${path}.${each.key}`));
    return field.entries.flatMap((entry, index) => list(entry, `${path}[${index}]`));
  };
  return extracted.fields.flatMap((field) => list(field, field.key));
}

type Place<Kind extends ExtractedField = ExtractedField> = {
  readonly field: Kind;
  readonly plain: PlainValue | undefined;
  readonly at: string;
  /** As the template is now; another kind of field where it was changed since. */
  readonly shape: Field | undefined;
};
type Edited = { readonly field: ExtractedField; readonly plain: PlainValue };

function editField({ field, ...place }: Place, edit: ValueAtPath): Edited | undefined {
  if (field.type === 'object') return editObject({ field, ...place }, edit);
  if (field.type === 'array') return editArray({ field, ...place }, edit);
  if (place.at !== edit.path) return undefined;
  const { value } = edit;
  return { field: { type: 'string', key: field.key, ...(value && { value }) }, plain: value?.text ?? '' };
}

function editObject(
  { field, plain, at, shape }: Place<ExtractedField & { type: 'object' }>,
  edit: ValueAtPath,
): Edited | undefined {
  const object: PlainResult = isObject(plain) ? plain : {};
  for (const [index, property] of field.properties.entries()) {
    const { key } = property;
    const place = {
      field: property,
      plain: object[key],
      at: at === '' ? key : `${at}.${key}`,
      shape: shape?.properties?.find((each) => each.key === key),
    };
    const edited = editField(place, edit);
    if (edited === undefined) continue;
    const properties = field.properties.with(index, edited.field);
    return { field: { ...field, properties }, plain: { ...object, [key]: edited.plain } };
  }
  return undefined;
}

function editArray(
  { field, plain, at, shape }: Place<ExtractedField & { type: 'array' }>,
  edit: ValueAtPath,
): Edited | undefined {
  if (!edit.path.startsWith(`${at}[`)) return undefined;
  const list: readonly PlainValue[] = Array.isArray(plain) ? plain : [];
  const last = field.entries.at(-1);
  const more = last === undefined ? shape?.items && emptyField(shape.items) : blank(last);
  const entries = more === undefined ? field.entries : [...field.entries, more];
  for (const [index, entry] of entries.entries()) {
    const place = {
      field: entry,
      plain: list[index] ?? plainOf(entry),
      at: `${at}[${index}]`,
      shape: shape?.items,
    };
    const edited = editField(place, edit);
    if (edited === undefined) continue;
    const next = [...field.entries.slice(0, index), edited.field, ...field.entries.slice(index + 1)];
    const plainNext = [...list.slice(0, index), edited.plain, ...list.slice(index + 1)];
    // A last row that was emptied is gone; one between others keeps its place, since paths count rows.
    const kept = next.findLastIndex(hasValue) + 1;
    return { field: { ...field, entries: next.slice(0, kept) }, plain: plainNext.slice(0, kept) };
  }
  return undefined;
}

function hasValue(field: ExtractedField): boolean {
  if (field.type === 'string') return field.value !== undefined;
  return (field.type === 'object' ? field.properties : field.entries).some(hasValue);
}

function isObject(plain: PlainValue | undefined): plain is PlainResult {
  return typeof plain === 'object' && !Array.isArray(plain);
}

function blank(field: ExtractedField): ExtractedField {
  if (field.type === 'string') return { type: 'string', key: field.key };
  if (field.type === 'array') return { ...field, entries: [] };
  return { ...field, properties: field.properties.map(blank) };
}

function emptyField({ key, type, properties = [] }: Field): ExtractedField {
  if (type === 'string') return { type, key };
  if (type === 'array') return { type, key, entries: [] };
  return { type, key, properties: properties.map(emptyField) };
}

function plainOf(field: ExtractedField): PlainValue {
  if (field.type === 'string') return field.value?.text ?? '';
  if (field.type === 'array') return field.entries.map(plainOf);
  return Object.fromEntries(field.properties.map((each) => [each.key, plainOf(each)]));
}
