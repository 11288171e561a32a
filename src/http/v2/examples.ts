import { Type } from 'typebox';
import type { Database } from '../../storage/database.ts';
import {
  deleteLabelledFile,
  listLabelledFiles,
  type LabelledFile as StoredFile,
} from '../../storage/labelled-files.ts';
import { deleteBlobs } from '../v1/delete-blobs.ts';
import { withoutBodyCheck } from './batches.ts';
import * as learning from './learning-schemas.ts';
import { missing, requireClassification } from './missing.ts';
import { toFileError, toPage, toTime } from './present.ts';
import type { ReceiveParts } from './receive-files.ts';
import { receiveLabelled } from './receive-labelled.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'Examples';
const params = Type.Object({ classificationId: schemas.id('Id of a classification') });

export function createExamples(parts: ReceiveParts) {
  return withoutBodyCheck(
    resource({
      name: 'examples.create',
      tag,
      summary: 'Upload examples of a type',
      description:
        'As `multipart/form-data`: the part `documentType` (a type of the classification, or `other`), then each file in a part `files`. All of them or none. Each counts from the moment it is read: `state` is then `processed`.',
      status: 201,
      params,
      answer: Type.Object({ fileIds: Type.Array(Type.String()) }),
      handle: async ({ params: { classificationId }, request, caller: { workspaceId, name: by } }) => {
        await requireClassification(parts.database, workspaceId, classificationId);
        const owner = { workspaceId, classificationId, setId: undefined, by };
        return { fileIds: await receiveLabelled(parts, request, owner) };
      },
    }),
  );
}

export function listExamples(database: Database) {
  return resource({
    name: 'examples.list',
    tag,
    summary: 'List the examples of a classification, newest first',
    description:
      'What was uploaded to learn from. Corrected and confirmed files teach as well: see the corrections.',
    params,
    query: Type.Object({
      ...schemas.pageQuery,
      documentType: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    answer: schemas.pageOf(learning.labelledFile),
    handle: async ({ params: { classificationId }, query, caller: { workspaceId } }) => {
      await requireClassification(database, workspaceId, classificationId);
      const owner = { workspaceId, classificationId, setId: undefined };
      return toPage(await listLabelledFiles(database, owner, { limit: 50, ...query }), toLabelledFile);
    },
  });
}

export function deleteExample({ database, blobs, log }: ReceiveParts) {
  return resource({
    name: 'examples.delete',
    tag,
    summary: 'Delete an example',
    description:
      'File, reading and what was learned from it are gone at once; a roll-back does not bring them back.',
    params: Type.Object({ ...params.properties, exampleId: schemas.id('Id of an example') }),
    status: 204,
    handle: async ({ params: { classificationId, exampleId }, caller: { workspaceId } }) => {
      const owner = { workspaceId, classificationId, setId: undefined };
      const deleted = await deleteLabelledFile(database, owner, exampleId);
      if (deleted === undefined) throw missing('example', exampleId);
      await deleteBlobs(blobs, deleted.blobKeys, log);
      return undefined;
    },
  });
}

export function toLabelledFile({ error, createdAt, ...file }: StoredFile): learning.LabelledFile {
  return { ...file, ...(error && { error: toFileError(error) }), createdAt: toTime(createdAt) };
}
