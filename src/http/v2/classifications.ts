import { Type } from 'typebox';
import { parseDocumentTypes } from '../../classification/parse-document-types.ts';
import type { AnswerAgainParts } from '../../jobs/answer-again.ts';
import type { Log } from '../../log.ts';
import { isBound } from '../../storage/api-key.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import { listClassifications as list } from '../../storage/classification-list.ts';
import { reviseClassification } from '../../storage/classification-revisions.ts';
import * as storage from '../../storage/classifications.ts';
import type { Database } from '../../storage/database.ts';
import { checkExtractionIds, type LinkCheck } from '../check-extraction-ids.ts';
import { deleteBlobs } from '../v1/delete-blobs.ts';
import * as definitions from './definition-schemas.ts';
import { guardChange } from './guard-change.ts';
import { missing, requireClassification } from './missing.ts';
import { toClassification, toPage } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'Classifications';
const params = Type.Object({ classificationId: schemas.id('Id of a classification') });

export function listClassifications(database: Database) {
  return resource({
    name: 'classifications.list',
    tag,
    summary: 'List the classifications, newest first',
    query: Type.Object(schemas.pageQuery),
    answer: schemas.pageOf(definitions.classification),
    handle: async ({ query: { limit = 50, cursor }, caller }) => {
      const only = isBound(caller) ? (caller.classificationId ?? '') : undefined;
      const { workspaceId } = caller;
      return toPage(await list(database, { workspaceId, only, limit, cursor }), toClassification);
    },
  });
}

export function createClassification(check: LinkCheck) {
  return resource({
    name: 'classifications.create',
    tag,
    summary: 'Create a classification',
    status: 201,
    body: Type.Object({
      name: definitions.classificationName,
      description: Type.Optional(definitions.classificationDescription),
      documentTypes: definitions.documentTypes,
      settings: Type.Optional(definitions.settings),
      retention: Type.Optional(definitions.retention),
    }),
    answer: definitions.classification,
    handle: async ({ body, caller: { workspaceId, name: by } }) => {
      const documentTypes = parseDocumentTypes(body.documentTypes);
      await checkExtractionIds(check, workspaceId, documentTypes);
      const created = await storage.createClassification(check.database, {
        workspaceId,
        name: body.name,
        description: body.description,
        documentTypes,
        ...(body.settings && { settings: body.settings }),
        retention: body.retention,
        by,
      });
      return toClassification(created);
    },
  });
}

export function readClassification(database: Database) {
  return resource({
    name: 'classifications.read',
    tag,
    summary: 'Read a classification',
    params,
    answer: definitions.classification,
    handle: async ({ params: { classificationId }, caller }) =>
      toClassification(await requireClassification(database, caller.workspaceId, classificationId)),
  });
}

export function updateClassification(check: LinkCheck, answering: AnswerAgainParts) {
  const { database } = check;
  return resource({
    name: 'classifications.update',
    tag,
    summary: 'Change a classification',
    description:
      'Give the `revision` that the change was made on: where somebody else was faster, the answer is 409 and nothing changes. Only the given keys change; `documentTypes` is replaced as a whole. Files that are answered keep their answers. Where the classification has an evaluation set and fewer of its files would be answered rightly, the answer is 409 `worse_on_evaluation` with the `comparison`, and nothing changes; `force` saves it all the same.',
    params,
    body: Type.Object({
      revision: Type.Integer({ minimum: 1 }),
      name: Type.Optional(definitions.classificationName),
      description: Type.Optional(definitions.classificationDescription),
      documentTypes: Type.Optional(definitions.documentTypes),
      settings: Type.Optional(definitions.settings),
      retention: Type.Optional(definitions.retention),
      force: Type.Optional(
        Type.Boolean({ description: 'Save it even where it is worse on the evaluation set' }),
      ),
    }),
    answer: definitions.classification,
    handle: async ({ params: { classificationId }, body, caller: { workspaceId, name: by } }) => {
      const { revision, documentTypes: given, force, ...rest } = body;
      const documentTypes = given && parseDocumentTypes(given);
      const before = await requireClassification(database, workspaceId, classificationId);
      if (documentTypes !== undefined) {
        await checkExtractionIds(check, workspaceId, documentTypes, before.documentTypes);
      }
      const change = { ...rest, ...(documentTypes && { documentTypes }), by, accepted: force };
      if (!force && before.revision === revision) await guardChange(answering, before, change);
      const key = { workspaceId, classificationId };
      const changed = await reviseClassification(database, key, { revision, change });
      if (changed === undefined) throw missing('classification', classificationId);
      return toClassification(changed);
    },
  });
}

export function deleteClassification(database: Database, blobs: BlobStore, log: Log) {
  return resource({
    name: 'classifications.delete',
    tag,
    summary: 'Delete a classification with its batches and files',
    params,
    status: 204,
    handle: async ({ params: { classificationId }, caller: { workspaceId } }) => {
      const deleted = await storage.deleteClassification(database, workspaceId, classificationId);
      if (deleted === undefined) throw missing('classification', classificationId);
      await deleteBlobs(blobs, deleted.blobKeys, log);
      return undefined;
    },
  });
}

export function duplicateClassification(database: Database) {
  return resource({
    name: 'classifications.duplicate',
    tag,
    summary: 'Make a copy of a classification',
    params,
    status: 201,
    answer: definitions.classification,
    handle: async ({ params: { classificationId }, caller: { workspaceId, name: by } }) => {
      const source = await requireClassification(database, workspaceId, classificationId);
      const { description, documentTypes, settings, retention } = source;
      const copy = await storage.createClassification(database, {
        workspaceId,
        name: `Copy of ${source.name}`.slice(0, 500),
        description,
        documentTypes,
        settings,
        retention,
        by,
      });
      return toClassification(copy);
    },
  });
}
