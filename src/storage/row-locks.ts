/**
 * Who waits for whom on PostgreSQL. SQLite's one writer needs none of it: there these functions do nothing.
 *
 * Every transaction takes what it needs in this order, so that no two wait for each other: batches, jobs,
 * files, all else. A batch's lock is that of the classification batch that fills it, where there is one:
 * whether all of them are final is one question, and only one transaction at a time may ask it.
 */
import { sql } from 'kysely';
import { chunked } from './chunked.ts';
import type { Database } from './database.ts';
import { isPostgres } from './dialect.ts';

export async function lockBatches(
  transaction: Database,
  workspaceId: string,
  batchIds: readonly string[],
): Promise<void> {
  const wanted = new Set(batchIds).size;
  if (!isPostgres(transaction) || wanted === 0) return;
  // One that waited for the deletion of its source is its own from then on: asked again, it is found.
  if ((await lockRoots(transaction, workspaceId, batchIds)) < wanted) {
    await lockRoots(transaction, workspaceId, batchIds);
  }
}

async function lockRoots(
  transaction: Database,
  workspaceId: string,
  batchIds: readonly string[],
): Promise<number> {
  const { rows } = await sql`
    select id from batches where workspace_id = ${workspaceId} and id in (
      select coalesce(linked_batches.source_batch_id, batches.id)
      from batches left join linked_batches on linked_batches.batch_id = batches.id
      where batches.id = any(${[...batchIds]}::text[])
    ) order by id for no key update of batches`.execute(transaction);
  return rows.length;
}

/** The batches of these files. */
export async function lockBatchesOfFiles(
  transaction: Database,
  workspaceId: string,
  fileIds: readonly string[],
): Promise<void> {
  if (!isPostgres(transaction)) return;
  const batchIds = new Set<string>();
  for (const ids of chunked(fileIds)) {
    const rows = await transaction
      .selectFrom('files')
      .select('batch_id')
      .distinct()
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', ids)
      .execute();
    for (const row of rows) batchIds.add(row.batch_id);
  }
  await lockBatches(transaction, workspaceId, [...batchIds]);
}

/** A row that is read to decide how it, or what belongs to it, is changed. */
export async function lockRow(
  transaction: Database,
  table: 'classifications' | 'templates' | 'workspaces',
  id: string,
): Promise<void> {
  if (!isPostgres(transaction)) return;
  await transaction.selectFrom(table).select('id').where('id', '=', id).forNoKeyUpdate().execute();
}
