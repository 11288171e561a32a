import { currentTraceparent } from '../telemetry/trace.ts';
import { clock } from './clock.ts';
import { type Database, inTransaction } from './database.ts';
import { createId } from './ids.ts';

export const eventNames = [
  'extraction.processed',
  'extraction.failed',
  'extraction.edited',
  'extraction.confirmed',
  'classification.processed',
] as const;
export type EventName = (typeof eventNames)[number];

/** An event as endpoints are told of it; a ping is about no batch. */
export type NewEvent = {
  readonly workspaceId: string;
  readonly eventId: string;
  readonly event: EventName;
  readonly batchId: string;
  /** Where it is about one file, not about those that the batch finished with. */
  readonly fileId?: string;
};

/** For every endpoint that asked for such events. In the transaction that the event is about. */
export async function enqueueEvent(
  transaction: Database,
  { workspaceId, eventId, event, batchId, fileId }: NewEvent,
): Promise<void> {
  const endpoints = await transaction
    .selectFrom('webhook_endpoints')
    .select(['id', 'events'])
    .where('workspace_id', '=', workspaceId)
    .where('disabled_at', 'is', null)
    .execute();
  for (const { id, events } of endpoints) {
    if (!(JSON.parse(events) as string[]).includes(event)) continue;
    await insertDelivery(transaction, { workspaceId, endpointId: id, eventId, event, batchId, fileId });
  }
}

export type NewDelivery = {
  readonly workspaceId: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly event: string;
  readonly batchId: string | undefined;
  readonly fileId?: string | undefined;
  /** The caller makes the first attempt now: the sender keeps away until then. */
  readonly heldMs?: number;
};

/** Returns its id. */
export async function insertDelivery(database: Database, delivery: NewDelivery): Promise<string> {
  const now = Date.now();
  const id = `dl_${createId(now).slice(1)}`;
  await database
    .insertInto('webhook_deliveries')
    .values({
      id,
      workspace_id: delivery.workspaceId,
      endpoint_id: delivery.endpointId,
      event_id: delivery.eventId,
      traceparent: currentTraceparent() ?? null,
      event: delivery.event,
      batch_id: delivery.batchId ?? null,
      file_id: delivery.fileId ?? null,
      state: 'waiting',
      attempts: delivery.heldMs === undefined ? 0 : 1,
      next_at: clock(database),
      lease_until: delivery.heldMs === undefined ? null : clock(database, delivery.heldMs),
      created_at: now,
      finished_at: null,
    })
    .execute();
  return id;
}

/** Undefined where there is no such delivery. */
export async function workspaceOfDelivery(database: Database, id: string): Promise<string | undefined> {
  const row = await database
    .selectFrom('webhook_deliveries')
    .select('workspace_id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.workspace_id;
}

/** Tells the same event once more, under its old id. Undefined where there is no such delivery. */
export async function replayDelivery(
  database: Database,
  id: string,
  workspaceId?: string,
): Promise<string | undefined> {
  return inTransaction(database, async (transaction) => {
    const row = await transaction
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined || (workspaceId !== undefined && row.workspace_id !== workspaceId))
      return undefined;
    return insertDelivery(transaction, {
      workspaceId: row.workspace_id,
      endpointId: row.endpoint_id,
      eventId: row.event_id,
      event: row.event,
      batchId: row.batch_id ?? undefined,
      fileId: row.file_id ?? undefined,
    });
  });
}
