import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import * as files from '../../storage/files.ts';
import { endpoint } from '../endpoint.ts';
import { deleteBlobs } from './delete-blobs.ts';
import { deletedAnswer } from './deleted-answer.ts';
import { fileMissing, requireBatch } from './missing.ts';
import * as schemas from './schemas.ts';

const fileIds = Type.Array(schemas.fileId, { minItems: 1, maxItems: 10_000 });
const { classificationId, batchId, fileId } = schemas.exampleIds;

export function deleteFiles(database: Database, blobs: BlobStore, log: Log) {
  return endpoint({
    name: 'deleteFiles',
    summary: 'Delete files of a batch with their results',
    description: 'The rest of the batch stays. Ids that are not in the batch are passed over.',
    body: Type.Object(
      {
        classificationId: schemas.classificationId,
        batchId: schemas.batchId,
        // Not marked as required here because of its twin below.
        fileIds: Type.Optional(fileIds),
        'fileIds[]': Type.Optional({ ...fileIds, description: 'The same, as some clients name it' }),
      },
      { examples: [{ classificationId, batchId, fileIds: [fileId] }] },
    ),
    answer: deletedAnswer('Files deleted'),
    refusals: { 400: 'File does not exist' },
    handle: async ({ classificationId, batchId, ...body }, { workspaceId }) => {
      const fileIds = body.fileIds ?? body['fileIds[]'];
      if (fileIds === undefined) throw new Failure('invalid_request', 'fileIds is required');
      await requireBatch(database, { workspaceId, classificationId, batchId });
      const { deleted, blobKeys } = await files.deleteFiles(database, { workspaceId, batchId, fileIds });
      if (deleted.length === 0) throw fileMissing();
      await deleteBlobs(blobs, blobKeys, log);
      return { status: 'success', message: 'Files deleted', deletedAt: Date.now() };
    },
  });
}
