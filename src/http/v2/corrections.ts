import { Type } from 'typebox';
import { other } from '../../classification/document-type.ts';
import { Failure } from '../../errors.ts';
import {
  classificationsOfFiles,
  correctFiles,
  listCorrections as list,
  withdrawCorrection,
} from '../../storage/corrections.ts';
import type { Database } from '../../storage/database.ts';
import { fileParams } from './files.ts';
import { missing, requireClassification } from './missing.ts';
import { toPage, toTime } from './present.ts';
import type { ReceiveParts } from './receive-files.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'Corrections';

export function createCorrections({ database, onUpload }: ReceiveParts) {
  return resource({
    name: 'corrections.create',
    tag,
    summary: 'Confirm or correct the type of files',
    description:
      'With `documentType` it becomes the type of all these files; without, the answer of each is confirmed. Who said it and when is kept, and what was predicted.',
    body: Type.Object({
      fileIds: Type.Array(Type.String(), { minItems: 1, maxItems: 10_000 }),
      documentType: Type.Optional(Type.String({ description: 'A type of the classification, or `other`' })),
    }),
    answer: Type.Object(
      { fileIds: Type.Array(Type.String()) },
      { description: 'Those that are there and processed' },
    ),
    handle: async ({ body: { fileIds, documentType }, caller }) => {
      const { workspaceId, id, name } = caller;
      if (documentType !== undefined) await requireType(database, workspaceId, fileIds, documentType);
      const corrected = await correctFiles(database, {
        workspaceId,
        fileIds,
        documentType,
        by: { id, name },
      });
      onUpload();
      return { fileIds: corrected };
    },
  });
}

export function deleteCorrection({ database, onUpload }: ReceiveParts) {
  return resource({
    name: 'corrections.delete',
    tag,
    summary: 'Take a correction back',
    description: 'The file has the predicted answer again, and asks for review.',
    params: fileParams,
    status: 204,
    handle: async ({ params: { fileId }, caller: { workspaceId, name: by } }) => {
      const found = await withdrawCorrection(database, { workspaceId, fileId, by });
      if (!found) throw missing('correction of file', fileId);
      onUpload();
      return undefined;
    },
  });
}

export function listCorrections(database: Database) {
  return resource({
    name: 'corrections.list',
    tag,
    summary: 'List the corrections, newest first',
    query: Type.Object({
      ...schemas.pageQuery,
      classificationId: Type.Optional(schemas.id('Only of this classification')),
    }),
    answer: schemas.pageOf(schemas.correction),
    handle: async ({ query: { limit = 50, cursor, classificationId }, caller: { workspaceId } }) =>
      toPage(
        await list(database, { workspaceId, classificationId, limit, cursor }),
        ({ readingKey: _, at, ...shown }) => ({ ...shown, at: toTime(at) }),
      ),
  });
}

/** The answer comes from a closed set, a person's too. */
async function requireType(
  database: Database,
  workspaceId: string,
  fileIds: readonly string[],
  documentType: string,
): Promise<void> {
  if (documentType === other) return;
  for (const id of await classificationsOfFiles(database, workspaceId, fileIds)) {
    const { name, documentTypes } = await requireClassification(database, workspaceId, id);
    if (documentTypes.some((type) => type.name === documentType)) continue;
    throw new Failure('invalid_request', `"${name}" has no type "${documentType}"; add it there first`);
  }
}
