import { Failure } from '../errors.ts';
import { createBatch, findBatch, type Owner } from './batches.ts';
import { type Database, inTransaction } from './database.ts';
import { enqueueFiles } from './enqueue-files.ts';
import { insertFiles, type NewFile } from './files.ts';
import { lockBatches } from './row-locks.ts';

export type Upload = {
  readonly workspaceId: string;
  readonly owner: Owner;
  /** Add to this batch of the same owner; a new one where absent. */
  readonly batchId?: string | undefined;
  readonly files: readonly NewFile[];
};

/**
 * Batch, files and jobs in one transaction: what this has answered is durable. The blobs must be so before.
 * Wake the queue afterwards. Throws `not_found` for a batch that is unknown or another owner's.
 */
export function acceptUpload(
  database: Database,
  { workspaceId, owner, batchId, files }: Upload,
): Promise<{ batchId: string; fileIds: string[] }> {
  return inTransaction(database, async (transaction) => {
    // Places in a batch are counted on from the last.
    if (batchId !== undefined) await lockBatches(transaction, workspaceId, [batchId]);
    const batch =
      batchId === undefined
        ? await createBatch(transaction, { workspaceId, owner })
        : await findBatch(transaction, { workspaceId, owner, batchId });
    if (batch === undefined) throw new Failure('not_found', 'Batch does not exist');
    const fileIds = await insertFiles(transaction, { workspaceId, batchId: batch.id, files });
    await enqueueFiles(transaction, { workspaceId, batchId: batch.id, fileIds, owner: owner.kind });
    return { batchId: batch.id, fileIds };
  });
}
