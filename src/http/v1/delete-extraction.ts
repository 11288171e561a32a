import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { deleteBatch } from '../../storage/batches.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import { deleteFiles } from '../../storage/files.ts';
import { deleteTemplate } from '../../storage/templates.ts';
import { endpoint } from '../endpoint.ts';
import { deleteBlobs } from './delete-blobs.ts';
import * as schemas from './extraction-schemas.ts';
import { extractionMissing, fileMissing, requireExtractionBatch } from './missing.ts';
import { milliseconds } from './schemas.ts';

const { extractionId, batchId, fileId } = schemas.extractionExample;

type Asked = {
  readonly workspaceId: string;
  readonly extractionId: string;
  readonly batchId?: string | undefined;
  readonly fileId?: string | undefined;
};

export function deleteExtraction(database: Database, blobs: BlobStore, log: Log) {
  return endpoint({
    name: 'deleteExtraction',
    summary: 'Delete an extraction, one of its batches, or one file',
    tag: schemas.extractionTag,
    description:
      'With `extractionId` alone the extraction, its batches and files; with `batchId` that batch; with `fileId` too that file. An id that is given and empty is refused, so that no more is deleted than was meant. Files that came from a classification stay there.',
    body: Type.Object(
      {
        extractionId: schemas.extractionId,
        batchId: Type.Optional(schemas.batchId),
        fileId: Type.Optional(schemas.fileId),
      },
      { examples: [{ extractionId, batchId, fileId }] },
    ),
    answer: Type.Object(
      { status: Type.Literal('deleted'), deletedAt: milliseconds('When it was deleted') },
      {
        description: 'Deleted for good',
        additionalProperties: false,
        examples: [{ status: 'deleted', deletedAt: 1_740_864_032_435 }],
      },
    ),
    refusals: { 400: 'Extraction does not exist' },
    handle: async (body, { workspaceId }) => {
      const { blobKeys } = await remove(database, { ...body, workspaceId });
      await deleteBlobs(blobs, blobKeys, log);
      return { status: 'deleted', deletedAt: Date.now() };
    },
  });
}

async function remove(database: Database, asked: Asked): Promise<{ blobKeys: readonly string[] }> {
  const { workspaceId, extractionId, batchId, fileId } = asked;
  if (batchId === undefined) {
    if (fileId !== undefined) throw new Failure('invalid_request', 'batchId is required with fileId');
    const deleted = await deleteTemplate(database, workspaceId, extractionId);
    if (deleted === undefined) throw extractionMissing();
    return deleted;
  }
  await requireExtractionBatch(database, { workspaceId, extractionId, batchId });
  if (fileId === undefined) return deleteBatch(database, { workspaceId, batchId });
  const { deleted, blobKeys } = await deleteFiles(database, { workspaceId, batchId, fileIds: [fileId] });
  if (deleted.length === 0) throw fileMissing();
  return { blobKeys };
}
