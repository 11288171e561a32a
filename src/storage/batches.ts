import { sql } from 'kysely';
import { announceBatch } from './announce-batch.ts';
import { chunked } from './chunked.ts';
import { type Database, inTransaction } from './database.ts';
import type { BatchRow } from './file-rows.ts';
import { createBatchId } from './ids.ts';
import { removeJobsOfGroup } from './jobs.ts';
import { noteErasure } from './lessons.ts';
import { findOrphans } from './orphaned-blobs.ts';
import { lockBatches } from './row-locks.ts';

/** What a batch belongs to. */
export type Owner = { readonly kind: BatchRow['owner_kind']; readonly id: string };

export type Batch = {
  readonly id: string;
  readonly workspaceId: string;
  readonly owner: Owner;
  readonly createdAt: number;
};

export type BatchProgress = { readonly files: number; readonly unfinished: number };

export async function createBatch(
  database: Database,
  { workspaceId, owner }: { workspaceId: string; owner: Owner },
): Promise<Batch> {
  const batch = { id: createBatchId(), workspaceId, owner, createdAt: Date.now() };
  return inTransaction(database, async (transaction) => {
    await transaction
      .insertInto('batches')
      .values({
        id: batch.id,
        workspace_id: workspaceId,
        owner_kind: owner.kind,
        owner_id: owner.id,
        created_at: batch.createdAt,
      })
      .execute();
    return batch;
  });
}

/** Undefined where the batch is unknown, or another owner's. */
export async function findBatch(
  database: Database,
  { workspaceId, owner, batchId }: { workspaceId: string; owner: Owner; batchId: string },
): Promise<Batch | undefined> {
  const row = await database
    .selectFrom('batches')
    .select('created_at')
    .where('id', '=', batchId)
    .where('workspace_id', '=', workspaceId)
    .where('owner_kind', '=', owner.kind)
    .where('owner_id', '=', owner.id)
    .executeTakeFirst();
  return row && { id: batchId, workspaceId, owner, createdAt: row.created_at };
}

/** Undefined where the batch is gone. */
export async function findBatchOwner(
  database: Database,
  { workspaceId, batchId }: { workspaceId: string; batchId: string },
): Promise<Owner | undefined> {
  const row = await database
    .selectFrom('batches')
    .select(['owner_kind', 'owner_id'])
    .where('id', '=', batchId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row && { kind: row.owner_kind, id: row.owner_id };
}

/** A batch is waiting while any of its files is unfinished. */
export async function batchProgress(
  database: Database,
  { workspaceId, batchId }: { workspaceId: string; batchId: string },
): Promise<BatchProgress> {
  // The literal 'waiting' is what lets SQLite take the partial index: a parameter would not.
  const { files, unfinished } = await database
    .selectNoFrom((select) => [
      select
        .selectFrom('files')
        .select((count) => count.fn.countAll<number>().as('count'))
        .where('batch_id', '=', batchId)
        .where('workspace_id', '=', workspaceId)
        .as('files'),
      select
        .selectFrom('files')
        .select((count) => count.fn.countAll<number>().as('count'))
        .where('batch_id', '=', batchId)
        .where('workspace_id', '=', workspaceId)
        .where('state', '=', sql.lit('waiting'))
        .as('unfinished'),
    ])
    .executeTakeFirstOrThrow();
  return { files: Number(files), unfinished: Number(unfinished) };
}

/** Removes the batch with its files, results and jobs; returns the blobs to delete after the commit. */
export function deleteBatch(
  database: Database,
  { workspaceId, batchId }: { workspaceId: string; batchId: string },
): Promise<{ blobKeys: string[] }> {
  return inTransaction(database, async (transaction) => ({
    blobKeys: await deleteBatches(transaction, workspaceId, [batchId]),
  }));
}

/** Blobs that another file still has (a classified file and its extraction share them) are not among the returned. */
export async function deleteBatches(
  transaction: Database,
  workspaceId: string,
  batchIds: readonly string[],
): Promise<string[]> {
  const blobKeys: string[] = [];
  await lockBatches(transaction, workspaceId, batchIds);
  for (const ids of chunked(batchIds)) {
    for (const batchId of ids) await noteErasure(transaction, workspaceId, { batchId });
    const files = await transaction
      .deleteFrom('files')
      .where('batch_id', 'in', ids)
      .where('workspace_id', '=', workspaceId)
      .returning(['blob_key', 'reading_key'])
      .execute();
    blobKeys.push(...files.flatMap(blobKeysOf));
    for (const id of ids) await removeJobsOfGroup(transaction, { workspaceId, groupId: id });
    const partners = await findLinkedPartners(transaction, ids);
    await transaction
      .deleteFrom('batches')
      .where('id', 'in', ids)
      .where('workspace_id', '=', workspaceId)
      .execute();
    // What waited for the deleted ones may be final now.
    for (const batchId of partners) await announceBatch(transaction, { workspaceId, batchId });
  }
  return findOrphans(transaction, blobKeys);
}

/** The batches on the other end of a link. */
async function findLinkedPartners(transaction: Database, batchIds: readonly string[]): Promise<string[]> {
  const rows = await transaction
    .selectFrom('linked_batches')
    .select(['source_batch_id', 'batch_id'])
    .where((where) => where.or([where('source_batch_id', 'in', batchIds), where('batch_id', 'in', batchIds)]))
    .execute();
  return rows.map((row) => (batchIds.includes(row.batch_id) ? row.source_batch_id : row.batch_id));
}

/** None where retention took them. */
export function blobKeysOf(file: { blob_key: string; reading_key: string | null }): string[] {
  return [file.blob_key, file.reading_key ?? ''].filter((key) => key !== '');
}
