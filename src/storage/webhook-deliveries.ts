import type { Database } from './database.ts';
import { createId } from './ids.ts';
import type { WebhookDeliveryRow } from './schema.ts';

export const eventNames = ['extraction.processed', 'extraction.failed', 'classification.processed'] as const;
export type EventName = (typeof eventNames)[number];

/** An event as endpoints are told of it; a ping is about no batch. */
export type NewEvent = {
  readonly workspaceId: string;
  readonly eventId: string;
  readonly event: EventName;
  readonly batchId: string;
};

export type DeliveryState = WebhookDeliveryRow['state'];

/** For every endpoint that asked for such events. In the transaction that the event is about. */
export async function enqueueEvent(
  transaction: Database,
  { workspaceId, eventId, event, batchId }: NewEvent,
): Promise<void> {
  const endpoints = await transaction
    .selectFrom('webhook_endpoints')
    .select(['id', 'events'])
    .where('workspace_id', '=', workspaceId)
    .where('disabled_at', 'is', null)
    .execute();
  for (const { id, events } of endpoints) {
    if (!(JSON.parse(events) as string[]).includes(event)) continue;
    await insertDelivery(transaction, { workspaceId, endpointId: id, eventId, event, batchId });
  }
}

export async function insertDelivery(
  database: Database,
  delivery: {
    readonly workspaceId: string;
    readonly endpointId: string;
    readonly eventId: string;
    readonly event: string;
    readonly batchId: string | undefined;
  },
): Promise<string> {
  const now = Date.now();
  const id = createId(now);
  await database
    .insertInto('webhook_deliveries')
    .values({
      id,
      workspace_id: delivery.workspaceId,
      endpoint_id: delivery.endpointId,
      event_id: delivery.eventId,
      event: delivery.event,
      batch_id: delivery.batchId ?? null,
      state: 'waiting',
      attempts: 0,
      next_at: now,
      lease_until: null,
      created_at: now,
      finished_at: null,
    })
    .execute();
  return id;
}
