import { Type } from 'typebox';
import { unpackReading } from '../../engine/kept-reading.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import { findExtraction } from '../../storage/file-extraction.ts';
import { listDeskFiles } from '../../storage/file-list.ts';
import { deleteFiles as removeFiles } from '../../storage/files.ts';
import { evidenceOfFile } from '../../storage/results.ts';
import { retryFiles as retry } from '../../storage/work-again.ts';
import { fileNameParameters } from '../file-name-parameters.ts';
import { requireOriginal } from '../require-original.ts';
import { deleteBlobs } from '../v1/delete-blobs.ts';
import { ownerIdsOf } from './batches.ts';
import { fileDetail } from './detail-schemas.ts';
import { requireFile } from './missing.ts';
import { toFile, toPage } from './present.ts';
import { toExtraction } from './present-extraction.ts';
import { readBlob } from './read-blob.ts';
import type { ReceiveParts } from './receive-files.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'Files';
export const fileParams = Type.Object({ fileId: schemas.id('Id of a file') });
const fileIds = Type.Array(Type.String(), { minItems: 1, maxItems: 10_000 });

/** What a list or an export of files can be narrowed by. */
export const fileFilters = {
  state: Type.Optional(schemas.fileState),
  documentType: Type.Optional(Type.String({ maxLength: 200 })),
  needsReview: Type.Optional(Type.Boolean()),
  reviewed: Type.Optional(
    Type.Boolean({ description: 'Whether a person confirmed or corrected it, or its values' }),
  ),
  confidenceMin: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  confidenceMax: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  text: Type.Optional(Type.String({ maxLength: 255, description: 'Anywhere in the name' })),
};

export function listFiles(database: Database) {
  return resource({
    name: 'files.list',
    tag,
    summary: 'List files with their answers',
    description:
      'In the order of their upload within a batch, newest first without one; or, of classified ones, the riskiest first.',
    query: Type.Object({
      ...schemas.pageQuery,
      ...fileFilters,
      batchId: Type.Optional(schemas.id('Only of this batch')),
      ...schemas.ownerQuery,
      order: Type.Optional(Type.Union([Type.Literal('upload'), Type.Literal('risk')])),
    }),
    answer: schemas.pageOf(schemas.file),
    handle: async ({ query, caller: { workspaceId } }) => {
      const filter = { limit: 50, order: 'upload' as const, ...query, ownerIds: ownerIdsOf(query) };
      return toPage(await listDeskFiles(database, { ...filter, workspaceId }), toFile);
    },
  });
}

export function readFile(database: Database, blobs: BlobStore) {
  return resource({
    name: 'files.read',
    tag,
    summary: 'Read a file with the reasons for its answer',
    params: fileParams,
    answer: fileDetail,
    handle: async ({ params: { fileId }, caller: { workspaceId } }) => {
      const file = await requireFile(database, workspaceId, fileId);
      const result = await evidenceOfFile(database, { workspaceId, fileId });
      const extraction = await findExtraction(database, { workspaceId, fileId });
      const reading = file.readingKey && unpackReading(await readBlob(blobs, file.readingKey));
      return {
        ...toFile(file),
        ranking: result?.ranking ?? [],
        evidence: result?.evidence ?? [],
        borrowed: result?.borrowed ?? [],
        ...(extraction && { extraction: toExtraction(extraction) }),
        ...(result && { revision: result.revision }),
        ...(result?.version !== undefined && { version: result.version }),
        warnings: reading ? reading.warnings : [],
      };
    },
  });
}

/** Strangers' documents on our own host: sent as downloads, in a sandbox, so that none runs as a page of ours. */
export function readOriginal(database: Database, blobs: BlobStore) {
  return resource({
    name: 'files.original',
    tag,
    summary: 'Download the original',
    params: fileParams,
    handle: async ({ params: { fileId }, reply, caller: { workspaceId } }) => {
      const file = await requireFile(database, workspaceId, fileId);
      requireOriginal(file);
      const stream = await blobs.get(file.blobKey);
      reply.headers({
        'content-type': file.mediaType,
        'content-length': file.bytes,
        'content-disposition': `attachment; ${fileNameParameters(file.name)}`,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-cache',
      });
      return reply.send(stream);
    },
  });
}

export function retryFiles({ database, onUpload }: ReceiveParts) {
  return resource({
    name: 'files.retry',
    tag,
    summary: 'Work on failed files once more',
    body: Type.Object({ fileIds }),
    answer: Type.Object({ fileIds: Type.Array(Type.String()) }, { description: 'Those that had failed' }),
    handle: async ({ body, caller: { workspaceId } }) => {
      const retried = await retry(database, { workspaceId, fileIds: body.fileIds });
      onUpload();
      return { fileIds: retried };
    },
  });
}

export function deleteFile({ database, blobs, log }: ReceiveParts) {
  return resource({
    name: 'files.delete',
    tag,
    summary: 'Delete a file with its result',
    params: fileParams,
    status: 204,
    handle: async ({ params: { fileId }, caller: { workspaceId } }) => {
      const { batchId } = await requireFile(database, workspaceId, fileId);
      const { blobKeys } = await removeFiles(database, { workspaceId, batchId, fileIds: [fileId] });
      await deleteBlobs(blobs, blobKeys, log);
      return undefined;
    },
  });
}
