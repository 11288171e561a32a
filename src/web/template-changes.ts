import type { TemplateRevision } from '../http/v2/definition-schemas.ts';
import { type FieldDraft, fieldKinds, toFieldDrafts } from './template-draft.ts';

/** What a revision changed, in words; nothing for the first. */
export function describeRevision(before: TemplateRevision | undefined, after: TemplateRevision): string[] {
  if (before === undefined) return [];
  const changes = describeFields(toFieldDrafts(before.fields), toFieldDrafts(after.fields), '');
  if (before.language !== after.language) changes.unshift(`language: ${before.language} → ${after.language}`);
  return changes;
}

/** A field whose key is another is another field: programs read values by it. */
function describeFields(before: readonly FieldDraft[], after: readonly FieldDraft[], at: string): string[] {
  const beforeByKey = new Map(before.map((field) => [field.key, field]));
  const keys = new Set(after.map(({ key }) => key));
  const changes = before.filter(({ key }) => !keys.has(key)).map(({ key }) => `removed ${at}${key}`);
  for (const field of after) {
    const old = beforeByKey.get(field.key);
    if (old === undefined) changes.push(`added ${at}${field.key}`);
    else changes.push(...describeField(old, field, at + field.key));
  }
  const kept = (fields: readonly FieldDraft[], others: ReadonlySet<string>) =>
    fields.map(({ key }) => key).filter((key) => others.has(key));
  const orderBefore = kept(before, keys).join('\n');
  if (orderBefore !== kept(after, new Set(beforeByKey.keys())).join('\n')) {
    changes.push(at === '' ? 'another order of fields' : `${at.slice(0, -1)}: another order of fields`);
  }
  return changes;
}

function describeField(before: FieldDraft, after: FieldDraft, path: string): string[] {
  const changes: string[] = [];
  if (before.kind !== after.kind) {
    changes.push(`${path}: ${textOf(before.kind)} → ${textOf(after.kind)}`);
  }
  if (before.description !== after.description) {
    changes.push(`${path}: ${quote(before.description)} → ${quote(after.description)}`);
  }
  if (before.example !== after.example) {
    changes.push(`${path}, example: ${quote(before.example)} → ${quote(after.example)}`);
  }
  return [...changes, ...describeFields(before.children, after.children, `${path}.`)];
}

const textOf = (kind: FieldDraft['kind']) => fieldKinds.find(({ value }) => value === kind)?.text ?? kind;

const quote = (text: string) => (text === '' ? 'nothing' : `“${text}”`);
