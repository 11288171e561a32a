/** Files into a batch, as multipart: the one place where uploads of this API become rows. */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { acceptUpload } from '../../storage/accept-upload.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import { type Database, inTransaction } from '../../storage/database.ts';
import { seesOwner } from '../../storage/key-binding.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { callerOf } from '../authenticate.ts';
import { type CountPages, withPageCounts } from '../page-counts.ts';
import { receiveUpload, type UploadLimits } from '../upload.ts';
import type { UploadGate } from '../upload-gate.ts';
import { missing, requireBatch, requireClassification } from './missing.ts';

export type ReceiveParts = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
  readonly limits: UploadLimits;
  readonly countPages: CountPages;
  readonly uploadGate: UploadGate;
  /** Called after the commit: wakes the queue. */
  readonly onUpload: () => void;
};

export type Received = { readonly batchId: string; readonly fileIds: readonly string[] };

/** Into `batchId`; without one, into a new batch of the classification that the form names. */
export async function receiveFiles(
  parts: ReceiveParts,
  request: FastifyRequest,
  { batchId }: { batchId?: string } = {},
): Promise<Received> {
  const { database, blobs, log, limits, countPages, onUpload, metrics } = parts;
  const caller = callerOf(request);
  const { workspaceId } = caller;
  if (!(request.body instanceof Readable)) {
    throw new Failure(
      'invalid_request',
      'Send the files as multipart/form-data, each in a part named "files"',
    );
  }
  const ownerOf = async (transaction: Database, fields: ReadonlyMap<string, string>) => {
    if (batchId !== undefined)
      return (await requireBatch(transaction, workspaceId, batchId)).classificationId;
    const classificationId = fields.get('classificationId');
    if (!classificationId) {
      throw new Failure('invalid_request', 'classificationId is required; send it before the files');
    }
    if (!seesOwner(caller, { kind: 'classification', id: classificationId })) {
      throw missing('classification', classificationId);
    }
    return (await requireClassification(transaction, workspaceId, classificationId)).id;
  };
  using place = parts.uploadGate.enter(workspaceId);
  const upload = { body: request.body, contentType: request.headers['content-type'] ?? '' };
  await using staging = await receiveUpload(upload, { blobs, limits, log }, async (fields) => {
    await place.admit();
    await ownerOf(database, fields);
  });
  if (staging.files.length === 0) {
    throw new Failure('invalid_request', 'There is no file in it: send each in a part named "files"');
  }
  const files = await withPageCounts(staging.files, blobs, countPages);
  const received = await inTransaction(database, async (transaction) => {
    const owner = { kind: 'classification' as const, id: await ownerOf(transaction, staging.fields) };
    return acceptUpload(transaction, { workspaceId, owner, batchId, files });
  });
  staging.keep();
  metrics?.filesUploaded(files);
  onUpload();
  return received;
}
