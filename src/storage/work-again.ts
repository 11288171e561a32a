import { announceBatch } from './announce-batch.ts';
import { chunked } from './chunked.ts';
import { type Database, inTransaction } from './database.ts';
import { enqueueFiles, jobKindOf } from './enqueue-files.ts';
import { removeJobsByKey, removeJobsOfGroup } from './jobs.ts';
import { lockBatches, lockBatchesOfFiles } from './row-locks.ts';

/** Works on failed files that have their original once more, as their batches' owners say. Returns their ids; wake the queue afterwards. */
export function retryFiles(
  database: Database,
  { workspaceId, fileIds }: { workspaceId: string; fileIds: readonly string[] },
): Promise<string[]> {
  return inTransaction(database, async (transaction) => {
    const retried: string[] = [];
    await lockBatchesOfFiles(transaction, workspaceId, fileIds);
    for (const ids of chunked(fileIds)) {
      const rows = await transaction
        .updateTable('files')
        .set({ state: 'waiting', error_code: null, error_message: null, finished_at: null, event_id: null })
        .where('id', 'in', ids)
        .where('workspace_id', '=', workspaceId)
        .where('state', '=', 'failed')
        .where('originals_deleted_at', 'is', null)
        .returning(['id', 'batch_id'])
        .execute();
      for (const [batchId, files] of Map.groupBy(rows, (row) => row.batch_id)) {
        const retriedHere = files.map((file) => file.id);
        const { owner_kind: owner } = await transaction
          .selectFrom('batches')
          .select('owner_kind')
          .where('id', '=', batchId)
          .executeTakeFirstOrThrow();
        const old = { workspaceId, kind: jobKindOf[owner], dedupeKeys: retriedHere };
        await removeJobsByKey(transaction, old);
        await enqueueFiles(transaction, { workspaceId, batchId, fileIds: retriedHere, owner });
        retried.push(...retriedHere);
      }
    }
    return retried;
  });
}

/** Ends the waiting files of a batch as `failed` with the code `cancelled`; returns how many. */
export function cancelBatch(
  database: Database,
  { workspaceId, batchId }: { workspaceId: string; batchId: string },
): Promise<number> {
  return inTransaction(database, async (transaction) => {
    await lockBatches(transaction, workspaceId, [batchId]);
    await removeJobsOfGroup(transaction, { workspaceId, groupId: batchId });
    const { numUpdatedRows } = await transaction
      .updateTable('files')
      .set({
        state: 'failed',
        error_code: 'cancelled',
        error_message: 'The batch was cancelled before this file was read',
        finished_at: Date.now(),
      })
      .where('batch_id', '=', batchId)
      .where('workspace_id', '=', workspaceId)
      .where('state', '=', 'waiting')
      .executeTakeFirst();
    await announceBatch(transaction, { workspaceId, batchId });
    return Number(numUpdatedRows);
  });
}
