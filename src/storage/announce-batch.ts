import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { FileState } from './file-rows.ts';
import { createId } from './ids.ts';
import { lockBatches } from './row-locks.ts';
import { type EventName, enqueueEvent } from './webhook-deliveries.ts';

type BatchKey = { readonly workspaceId: string; readonly batchId: string };

/**
 * Tells the workspace's webhooks of a batch once it is final: none of its files waits, and, where it is
 * linked, none of the classification batch and of all batches that it fills. To be called in each
 * transaction that may have made it so. A file is told of once: files added later make an event of their own.
 */
export async function announceBatch(
  transaction: Database,
  { workspaceId, batchId }: BatchKey,
): Promise<void> {
  const key = { workspaceId, batchId };
  // Of two transactions that finish the last two files, one must see what the other did.
  await lockBatches(transaction, workspaceId, [batchId]);
  // Nearly always the end: one look into a small index.
  if (await isWaiting(transaction, key)) return;
  const batch = await transaction
    .selectFrom('batches')
    .leftJoin('linked_batches', 'linked_batches.batch_id', 'batches.id')
    .select(['batches.owner_kind', 'linked_batches.source_batch_id'])
    .where('batches.id', '=', batchId)
    .where('batches.workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (batch === undefined) return;
  if (batch.owner_kind === 'classification') {
    await tell(transaction, key, 'classification.processed', ['processed', 'failed']);
    await announceLinked(transaction, workspaceId, batchId);
  } else if (batch.owner_kind !== 'template') return;
  else if (batch.source_batch_id === null) await tellExtractions(transaction, key);
  else await announceLinked(transaction, workspaceId, batch.source_batch_id);
}

async function announceLinked(transaction: Database, workspaceId: string, source: string): Promise<void> {
  const linked = await transaction
    .selectFrom('linked_batches')
    .select('batch_id')
    .where('source_batch_id', '=', source)
    .execute();
  if (linked.length === 0) return;
  const batchIds = linked.map((row) => row.batch_id);
  for (const batchId of [source, ...batchIds]) {
    if (await isWaiting(transaction, { workspaceId, batchId })) return;
  }
  for (const batchId of batchIds) await tellExtractions(transaction, { workspaceId, batchId });
}

async function tellExtractions(transaction: Database, key: BatchKey): Promise<void> {
  await tell(transaction, key, 'extraction.processed', ['processed']);
  await tell(transaction, key, 'extraction.failed', ['failed']);
}

async function tell(
  transaction: Database,
  { workspaceId, batchId }: BatchKey,
  event: EventName,
  states: readonly FileState[],
): Promise<void> {
  const eventId = `msg_${createId().slice(1)}`;
  const { numUpdatedRows } = await transaction
    .updateTable('files')
    .set({ event_id: eventId })
    .where('batch_id', '=', batchId)
    .where('workspace_id', '=', workspaceId)
    .where('state', 'in', states)
    .where('event_id', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await enqueueEvent(transaction, { workspaceId, batchId, event, eventId });
}

async function isWaiting(transaction: Database, { workspaceId, batchId }: BatchKey): Promise<boolean> {
  const found = await transaction
    .selectFrom('files')
    .select('id')
    .where('batch_id', '=', batchId)
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', sql.lit('waiting'))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
