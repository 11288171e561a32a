import { sql } from 'kysely';
import { chunked } from './chunked.ts';
import { type Database, inTransaction } from './database.ts';
import { createId } from './ids.ts';
import type { UsageRecordRow } from './workspace-rows.ts';

/** Work done on one day (UTC) for one classification or template. */
export type Usage = {
  /** `2026-11-25` */
  readonly day: string;
  readonly ownerKind: 'classification' | 'template';
  readonly ownerId: string;
  readonly processed: number;
  readonly failed: number;
  /** Of processed files. */
  readonly pages: number;
  /** Of the originals of processed files. */
  readonly bytes: number;
};

const rowsAtOnce = 1000;

export const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** Notes one file that became final, in the transaction that makes it so. */
export async function recordUsage(
  transaction: Database,
  { workspaceId, fileId }: { readonly workspaceId: string; readonly fileId: string },
  now: number,
): Promise<void> {
  const file = await transaction
    .selectFrom('files')
    .innerJoin('batches', 'batches.id', 'files.batch_id')
    .select(['batches.owner_kind', 'batches.owner_id', 'files.state', 'files.page_count', 'files.bytes'])
    .where('files.id', '=', fileId)
    .where('files.workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  // What a classification learns from, or is evaluated on, is no work that somebody asked for.
  if (file.owner_kind === 'examples' || file.owner_kind === 'evaluation') return;
  const isProcessed = file.state === 'processed';
  await transaction
    .insertInto('usage_records')
    .values({
      id: createId(),
      workspace_id: workspaceId,
      day: dayOf(now),
      owner_kind: file.owner_kind,
      owner_id: file.owner_id,
      processed: isProcessed ? 1 : 0,
      failed: isProcessed ? 0 : 1,
      pages: isProcessed ? file.page_count : 0,
      bytes: isProcessed ? file.bytes : 0,
      merged: 0,
    })
    .execute();
}

/** By day, the latest first; both days included. */
export async function readUsage(
  database: Database,
  { workspaceId, from, to }: { readonly workspaceId: string; readonly from: string; readonly to: string },
): Promise<Usage[]> {
  const rows = await database
    .selectFrom('usage_records')
    .select(['day', 'owner_kind', 'owner_id'])
    .select(({ fn }) => [
      fn.sum<number>('processed').as('processed'),
      fn.sum<number>('failed').as('failed'),
      fn.sum<number>('pages').as('pages'),
      fn.sum<number>('bytes').as('bytes'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy(['day', 'owner_kind', 'owner_id'])
    .orderBy('day', 'desc')
    .orderBy('owner_kind')
    .orderBy('owner_id')
    .execute();
  return rows.map((row) => ({
    day: row.day,
    ownerKind: row.owner_kind,
    ownerId: row.owner_id,
    processed: Number(row.processed),
    failed: Number(row.failed),
    pages: Number(row.pages),
    bytes: Number(row.bytes),
  }));
}

/**
 * Puts the rows of past days together, a thousand at a time: one row a file is 100 bytes, 100,000 files a day would be
 * 3.6 GB a year. Two that merge at once never count a row twice: each adds up only what it deleted itself.
 */
export async function mergeUsage(database: Database, now = Date.now()): Promise<void> {
  while ((await mergeSome(database, dayOf(now))) === rowsAtOnce);
}

function mergeSome(database: Database, today: string): Promise<number> {
  return inTransaction(database, async (transaction) => {
    const loose = await transaction
      .selectFrom('usage_records')
      .select('id')
      .where('merged', '=', sql.lit(0))
      .where('day', '<', today)
      .limit(rowsAtOnce)
      .execute();
    const sums = new Map<string, UsageSum>();
    for (const ids of chunked(loose.map((row) => row.id))) {
      const rows = await transaction
        .deleteFrom('usage_records')
        .where('id', 'in', ids)
        .returning(['workspace_id', 'day', 'owner_kind', 'owner_id', 'processed', 'failed', 'pages', 'bytes'])
        .execute();
      for (const row of rows) addUp(sums, row);
    }
    if (sums.size > 0) {
      const merged = [...sums.values()].map((sum) => ({ ...sum, id: createId(), merged: 1 }));
      await transaction.insertInto('usage_records').values(merged).execute();
    }
    return loose.length;
  });
}

type UsageSum = Omit<UsageRecordRow, 'id' | 'merged'>;

function addUp(sums: Map<string, UsageSum>, row: UsageSum): void {
  const key = JSON.stringify([row.workspace_id, row.day, row.owner_kind, row.owner_id]);
  const sum = sums.get(key);
  if (sum === undefined) {
    sums.set(key, { ...row });
    return;
  }
  sum.processed += row.processed;
  sum.failed += row.failed;
  sum.pages += row.pages;
  sum.bytes += row.bytes;
}
