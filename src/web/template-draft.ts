import type { Template, TemplateField } from '../http/v2/definition-schemas.ts';

/** What the editor shows for a field's type, and what the API is told. */
export const fieldKinds = [
  { value: 'string', text: 'Text' },
  { value: 'number', text: 'Number' },
  { value: 'date', text: 'Date' },
  { value: 'boolean', text: 'Yes or no' },
  { value: 'list', text: 'List of texts' },
  { value: 'table', text: 'Table' },
  { value: 'object', text: 'Group' },
] as const;

export type FieldKind = (typeof fieldKinds)[number]['value'];

export type FieldDraft = {
  readonly key: string;
  readonly description: string;
  readonly example: string;
  readonly kind: FieldKind;
  /** Columns of a table, members of a group. */
  readonly children: readonly FieldDraft[];
};

export type TemplateDraft = {
  readonly name: string;
  readonly language: string;
  readonly fields: readonly FieldDraft[];
};

export const newField: FieldDraft = { key: '', description: '', example: '', kind: 'string', children: [] };

export const hasChildren = (kind: FieldKind) => kind === 'table' || kind === 'object';

export function templateDraftOf({ name, language, fields }: Template): TemplateDraft {
  return { name, language, fields: fields.map(toDraft) };
}

/** As the API takes it. Empty texts are left out. */
export function toTemplateBody({ name, language, fields }: TemplateDraft) {
  return { name, language, fields: fields.map(toField) };
}

export function toField({ key, description, example, kind, children }: FieldDraft): TemplateField {
  const texts = { key, ...(description && { description }), ...(example && { example }) };
  const properties = children.map(toField);
  if (kind === 'table') return { ...texts, type: 'array', items: { type: 'object', properties } };
  if (kind === 'list') return { ...texts, type: 'array', items: { type: 'string' } };
  if (kind === 'object') return { ...texts, type: 'object', properties };
  return { ...texts, type: kind };
}

function toDraft({
  key,
  description = '',
  example = '',
  type,
  properties,
  items,
}: TemplateField): FieldDraft {
  const texts = { key, description, example };
  if (type === 'array') {
    const children = items?.properties?.map(toDraft) ?? [];
    return { ...texts, kind: items?.type === 'object' ? 'table' : 'list', children };
  }
  const kind = fieldKinds.find(({ value }) => value === type)?.value ?? 'string';
  return { ...texts, kind, children: properties?.map(toDraft) ?? [] };
}
