import type { Retention, Template, TemplateField } from '../http/v2/definition-schemas.ts';

/** What the editor shows for a field's type, and what the API is told. */
export const fieldKinds = [
  { value: 'string', text: 'Text', example: 'INV-0042' },
  { value: 'number', text: 'Number', example: '1,250.00' },
  { value: 'date', text: 'Date', example: '3 March 2026' },
  { value: 'boolean', text: 'Yes or no', example: 'yes' },
  { value: 'list', text: 'List of texts', example: 'red' },
  { value: 'table', text: 'Table', example: '' },
  { value: 'object', text: 'Group', example: '' },
] as const;

export type FieldKind = (typeof fieldKinds)[number]['value'];

export type FieldDraft = {
  readonly key: string;
  readonly description: string;
  readonly example: string;
  readonly kind: FieldKind;
  /** A type of text that the editor has no name for: kept as it came. */
  readonly hint?: string;
  /** Columns of a table, members of a group. */
  readonly children: readonly FieldDraft[];
};

export type TemplateDraft = {
  readonly name: string;
  readonly language: string;
  readonly fields: readonly FieldDraft[];
  readonly retention: Retention;
};

export const newField: FieldDraft = { key: '', description: '', example: '', kind: 'string', children: [] };

export const hasChildren = (kind: FieldKind) => kind === 'table' || kind === 'object';

export function templateDraftOf({ name, language, fields, retention }: Template): TemplateDraft {
  return { name, language, fields: toFieldDrafts(fields), retention };
}

export const toFieldDrafts = (fields: readonly TemplateField[]) => fields.map(toDraft);

/** JSON that a person writes. The server checks the rest, and names what is wrong. */
export function parseFieldDrafts(text: string): readonly FieldDraft[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error('This must be a list of fields: [ { "key": … } ]');
  for (const field of value as Partial<TemplateField>[]) {
    if (typeof field?.key !== 'string') throw new Error('Each field needs a key');
  }
  return toFieldDrafts(value);
}

/** As the API takes it. Empty texts are left out. */
export function toTemplateBody({ name, language, fields, retention }: TemplateDraft) {
  return { name, language, fields: fields.map(toField), retention };
}

/** As they are tried: a field that has no key yet is still being written. */
export function toTriedFields(fields: readonly FieldDraft[]): readonly TemplateField[] {
  const written = (drafts: readonly FieldDraft[]): readonly FieldDraft[] =>
    drafts
      .filter(({ key }) => key.trim() !== '')
      .map((draft) => ({ ...draft, children: written(draft.children) }))
      .filter(({ kind, children }) => !hasChildren(kind) || children.length > 0);
  return written(fields).map(toField);
}

function toField({ key, description, example, kind, hint, children }: FieldDraft): TemplateField {
  const texts = { key, ...(description && { description }), ...(example && { example }) };
  const properties = children.map(toField);
  if (kind === 'table') return { ...texts, type: 'array', items: { type: 'object', properties } };
  if (kind === 'list') return { ...texts, type: 'array', items: { type: 'string' } };
  if (kind === 'object') return { ...texts, type: 'object', properties };
  return { ...texts, type: kind === 'string' ? (hint ?? kind) : kind };
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
  const kind = fieldKinds.find(({ value }) => value === type)?.value;
  const hint = kind === undefined && { hint: type };
  return { ...texts, ...hint, kind: kind ?? 'string', children: properties?.map(toDraft) ?? [] };
}
