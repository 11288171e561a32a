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
import { missing, requireBatch, requireOwner } from './missing.ts';

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

export const ownerRequired = 'classificationId or templateId is required; send it before the files';

/** Into `batchId`; without one, into a new batch of what the form names. */
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
    if (batchId !== undefined) return (await requireBatch(transaction, workspaceId, batchId)).owner;
    const owner = await requireOwner(transaction, workspaceId, {
      classificationId: fields.get('classificationId') || undefined,
      templateId: fields.get('templateId') || undefined,
    });
    if (owner === undefined) throw new Failure('invalid_request', ownerRequired);
    if (!seesOwner(caller, owner)) throw missing(owner.kind, owner.id);
    return owner;
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
    const owner = await ownerOf(transaction, staging.fields);
    return acceptUpload(transaction, { workspaceId, owner, batchId, files });
  });
  staging.keep();
  metrics?.filesUploaded(files);
  onUpload();
  return received;
}
