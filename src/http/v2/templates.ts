import { Type } from 'typebox';
import { type Field, parseFields } from '../../extraction/field.ts';
import type { Log } from '../../log.ts';
import { isBound } from '../../storage/api-key.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import { listTemplates as list, reviseTemplate } from '../../storage/template-list.ts';
import { listTemplateRevisions as listRevisions } from '../../storage/template-revisions.ts';
import * as storage from '../../storage/templates.ts';
import { deleteBlobs } from '../v1/delete-blobs.ts';
import * as definitions from './definition-schemas.ts';
import { missing, requireTemplate } from './missing.ts';
import { toPage, toTime } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'Templates';
const params = Type.Object({ templateId: schemas.id('Id of a template: `extractionId` of a type') });
const language = Type.String({ minLength: 1, maxLength: 100, description: 'By its English name' });
const languageDefault = 'English';
/** Read by parseFields, which names the field in its refusals: this schema only documents. */
export const templateFields = Type.Unsafe<unknown>({
  description:
    'A list of {key, description, example, type}. `type` is "string" (default), "date", "number", "boolean", "object" with `properties` or "array" with `items`',
});

export function listTemplates(database: Database) {
  return resource({
    name: 'templates.list',
    tag,
    summary: 'List the templates, newest first',
    query: Type.Object(schemas.pageQuery),
    answer: schemas.pageOf(definitions.template),
    handle: async ({ query: { limit = 50, cursor }, caller }) => {
      const only = isBound(caller) ? (caller.templateId ?? '') : undefined;
      const { workspaceId } = caller;
      return toPage(await list(database, { workspaceId, only, limit, cursor }), toTemplate);
    },
  });
}

export function createTemplate(database: Database) {
  return resource({
    name: 'templates.create',
    tag,
    summary: 'Create a template',
    status: 201,
    body: Type.Object({
      name: definitions.classificationName,
      description: Type.Optional(definitions.classificationDescription),
      language: Type.Optional(language),
      fields: templateFields,
      retention: Type.Optional(definitions.retention),
    }),
    answer: definitions.template,
    handle: async ({ body, caller: { workspaceId } }) =>
      toTemplate(
        await storage.createTemplate(database, {
          workspaceId,
          name: body.name,
          description: body.description,
          language: body.language ?? languageDefault,
          options: {},
          fields: readFields(body.fields),
          retention: body.retention,
        }),
      ),
  });
}

export function readTemplate(database: Database) {
  return resource({
    name: 'templates.read',
    tag,
    summary: 'Read a template',
    params,
    answer: definitions.template,
    handle: async ({ params: { templateId }, caller: { workspaceId } }) =>
      toTemplate(await requireTemplate(database, workspaceId, templateId)),
  });
}

export function updateTemplate(database: Database) {
  return resource({
    name: 'templates.update',
    tag,
    summary: 'Change a template',
    description:
      'Give the `revision` that the change was made on, else 409. `fields` is replaced as a whole. Files that are answered keep their answers.',
    params,
    body: Type.Object({
      revision: Type.Integer({ minimum: 1 }),
      name: Type.Optional(definitions.classificationName),
      description: Type.Optional(definitions.classificationDescription),
      language: Type.Optional(language),
      fields: Type.Optional(templateFields),
      retention: Type.Optional(definitions.retention),
    }),
    answer: definitions.template,
    handle: async ({ params: { templateId }, body, caller: { workspaceId } }) => {
      const { revision, fields: given, ...rest } = body;
      const change = { ...rest, ...(given !== undefined && { fields: readFields(given) }) };
      const changed = await reviseTemplate(database, { workspaceId, templateId }, { revision, change });
      if (changed === undefined) throw missing('template', templateId);
      return toTemplate(changed);
    },
  });
}

export function duplicateTemplate(database: Database) {
  return resource({
    name: 'templates.duplicate',
    tag,
    summary: 'Make a copy of a template',
    params,
    status: 201,
    answer: definitions.template,
    handle: async ({ params: { templateId }, caller: { workspaceId } }) => {
      const source = await requireTemplate(database, workspaceId, templateId);
      const name = `Copy of ${source.name}`.slice(0, 500);
      return toTemplate(await storage.createTemplate(database, { ...source, name }));
    },
  });
}

export function listTemplateRevisions(database: Database) {
  return resource({
    name: 'templates.revisions',
    tag,
    summary: 'List what a template was, newest first',
    params,
    answer: Type.Object({ items: Type.Array(definitions.templateRevision) }),
    handle: async ({ params: { templateId }, caller: { workspaceId } }) => {
      await requireTemplate(database, workspaceId, templateId);
      const revisions = await listRevisions(database, { workspaceId, templateId });
      return {
        items: revisions.map(({ revision, language, fields, createdAt }) => ({
          revision,
          language,
          fields: parseFields(fields).map(toShownField),
          createdAt: toTime(createdAt),
        })),
      };
    },
  });
}

export function deleteTemplate(database: Database, blobs: BlobStore, log: Log) {
  return resource({
    name: 'templates.delete',
    tag,
    summary: 'Delete a template with what it extracted',
    description: 'Classified files stay; types that link to it link to nothing.',
    params,
    status: 204,
    handle: async ({ params: { templateId }, caller: { workspaceId } }) => {
      const deleted = await storage.deleteTemplate(database, workspaceId, templateId);
      if (deleted === undefined) throw missing('template', templateId);
      await deleteBlobs(blobs, deleted.blobKeys, log);
      return undefined;
    },
  });
}

/** As the other API takes them too: a type of our reckoning stands in `type`. */
function readFields(given: unknown): readonly unknown[] {
  return parseFields(given).map(toShownField);
}

function toTemplate(stored: storage.Template): definitions.Template {
  return {
    id: stored.id,
    name: stored.name,
    ...(stored.description !== undefined && { description: stored.description }),
    language: stored.language,
    fields: parseFields(stored.fields).map(toShownField),
    retention: stored.retention,
    revision: stored.revision,
    createdAt: toTime(stored.createdAt),
    updatedAt: toTime(stored.updatedAt),
  };
}

function toShownField({ hint, type, properties, items, ...rest }: Field): definitions.TemplateField {
  return {
    ...rest,
    type: hint ?? type,
    ...(properties && { properties: properties.map(toShownField) }),
    ...(items && { items: toEntry(items) }),
  };
}

/** The entries of a list have no key of their own. */
function toEntry(items: Field): Omit<definitions.TemplateField, 'key'> {
  const { key: _, ...shape } = toShownField(items);
  return shape;
}
