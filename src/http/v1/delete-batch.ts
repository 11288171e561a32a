import { Type } from 'typebox';
import type { Log } from '../../log.ts';
import * as batches from '../../storage/batches.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import { endpoint } from '../endpoint.ts';
import { deleteBlobs } from './delete-blobs.ts';
import { deletedAnswer } from './deleted-answer.ts';
import { requireBatch } from './missing.ts';
import * as schemas from './schemas.ts';

const { classificationId, batchId } = schemas.exampleIds;

export function deleteBatch(database: Database, blobs: BlobStore, log: Log) {
  return endpoint({
    name: 'deleteBatch',
    summary: 'Delete a batch with its results and files',
    body: Type.Object(
      { classificationId: schemas.classificationId, batchId: schemas.batchId },
      { examples: [{ classificationId, batchId }] },
    ),
    answer: deletedAnswer('Batch deleted'),
    refusals: { 400: 'Batch does not exist' },
    handle: async ({ classificationId, batchId }, { workspaceId }) => {
      await requireBatch(database, { workspaceId, classificationId, batchId });
      const { blobKeys } = await batches.deleteBatch(database, { workspaceId, batchId });
      await deleteBlobs(blobs, blobKeys, log);
      return { status: 'success', message: 'Batch deleted', deletedAt: Date.now() };
    },
  });
}
