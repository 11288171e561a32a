import { Type } from 'typebox';
import type { Log } from '../../log.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import * as classifications from '../../storage/classifications.ts';
import type { Database } from '../../storage/database.ts';
import { endpoint } from '../endpoint.ts';
import { deleteBlobs } from './delete-blobs.ts';
import { deletedAnswer } from './deleted-answer.ts';
import { classificationMissing } from './missing.ts';
import * as schemas from './schemas.ts';

export function deleteClassification(database: Database, blobs: BlobStore, log: Log) {
  return endpoint({
    name: 'deleteClassification',
    summary: 'Delete a classification with its batches, results and files',
    body: Type.Object(
      { classificationId: schemas.classificationId },
      { examples: [{ classificationId: schemas.exampleIds.classificationId }] },
    ),
    answer: deletedAnswer('Classification deleted'),
    refusals: { 400: 'Classification does not exist' },
    handle: async ({ classificationId }, { workspaceId }) => {
      const deleted = await classifications.deleteClassification(database, workspaceId, classificationId);
      if (deleted === undefined) throw classificationMissing();
      await deleteBlobs(blobs, deleted.blobKeys, log);
      return { status: 'success', message: 'Classification deleted', deletedAt: Date.now() };
    },
  });
}
