import type { Classification, DocumentType, Retention, Settings } from '../http/v2/definition-schemas.ts';

/** What the editor changes: all that a classification's author decides. */
export type Draft = {
  readonly name: string;
  readonly description: string;
  readonly documentTypes: readonly DocumentType[];
  readonly settings: Settings;
  readonly retention: Retention;
};

export function draftOf({
  name,
  description = '',
  documentTypes,
  settings,
  retention,
}: Classification): Draft {
  return { name, description, documentTypes, settings, retention };
}

export const newType: DocumentType = { name: '', description: '', uniqueWords: [] };

/** The types of a JSON text. The server checks the rest, and names what is wrong. */
export function parseTypes(text: string): Draft['documentTypes'] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error('This must be a list of types: [ { "name": … } ]');
  return value.map((type: Partial<DocumentType>) => {
    if (typeof type?.name !== 'string') throw new Error('Each type needs a name');
    return {
      ...type,
      name: type.name,
      description: type.description ?? '',
      uniqueWords: type.uniqueWords ?? [],
    };
  });
}

/** What differs between two lists of types, in words. */
export function describeChanges(before: readonly DocumentType[], after: readonly DocumentType[]): string[] {
  const beforeByName = new Map(before.map((type) => [type.name, type]));
  const afterNames = new Set(after.map(({ name }) => name));
  const changes = before.filter(({ name }) => !afterNames.has(name)).map(({ name }) => `removed ${name}`);
  for (const type of after) {
    const old = beforeByName.get(type.name);
    if (old === undefined) changes.push(`added ${type.name}`);
    else changes.push(...describeTypeChanges(old, type));
  }
  return changes;
}

/** What differs between two settings, in words. */
export function describeSettings(before: Settings, after: Settings): string[] {
  const settings = [
    ['reviewThreshold', 'review below'],
    ['otherThreshold', '“other” threshold'],
  ] as const;
  return settings
    .filter(([key]) => before[key] !== after[key])
    .map(([key, text]) => `${text}: ${before[key] ?? 'default'} → ${after[key] ?? 'default'}`);
}

function describeTypeChanges(before: DocumentType, after: DocumentType): string[] {
  const changes: string[] = [];
  if (before.description !== after.description) changes.push(`${after.name}: another description`);
  const gone = before.uniqueWords.filter((word) => !after.uniqueWords.includes(word));
  const come = after.uniqueWords.filter((word) => !before.uniqueWords.includes(word));
  if (gone.length > 0) changes.push(`${after.name}: without ${gone.map((word) => `“${word}”`).join(', ')}`);
  if (come.length > 0) changes.push(`${after.name}: with ${come.map((word) => `“${word}”`).join(', ')}`);
  return changes;
}
