import type { Database } from './database.ts';
import type { Attempt } from './webhook-attempts.ts';
import type { WebhookDeliveryRow } from './webhook-rows.ts';

/** A delivery with all its attempts, the first of them first. */
export type LoggedDelivery = {
  readonly id: string;
  readonly workspaceId: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly event: string;
  readonly batchId: string | undefined;
  readonly state: WebhookDeliveryRow['state'];
  readonly createdAt: number;
  /** When it will be tried again. */
  readonly nextAt: number | undefined;
  readonly attempts: readonly Attempt[];
};

export type LogFilter = {
  readonly workspaceId?: string | undefined;
  readonly endpointId?: string | undefined;
  readonly limit: number;
};

/** A month of log is enough to find out what went wrong. */
const keptMs = 30 * 24 * 3_600_000;

/** The newest first. */
export async function readWebhookLog(
  database: Database,
  { workspaceId, endpointId, limit }: LogFilter,
): Promise<readonly LoggedDelivery[]> {
  let query = database
    .selectFrom('webhook_deliveries')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (workspaceId !== undefined) query = query.where('workspace_id', '=', workspaceId);
  if (endpointId !== undefined) query = query.where('endpoint_id', '=', endpointId);
  const rows = await query.execute();
  if (rows.length === 0) return [];
  const attempts = await database
    .selectFrom('webhook_attempts')
    .selectAll()
    .where(
      'delivery_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('number')
    .execute();
  const byDelivery = Map.groupBy(attempts, (attempt) => attempt.delivery_id);
  return rows.map((row) => ({
    id: row.id,
    workspaceId: row.workspace_id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    event: row.event,
    batchId: row.batch_id ?? undefined,
    state: row.state,
    createdAt: row.created_at,
    nextAt: row.state === 'waiting' ? row.next_at : undefined,
    attempts: (byDelivery.get(row.id) ?? []).map(({ at, milliseconds, status, error, response }) => ({
      at,
      milliseconds,
      ...(status !== null && { status }),
      ...(error !== null && { error }),
      ...(response !== null && { response }),
    })),
  }));
}

/** Returns how many finished deliveries were too old to keep. */
export async function forgetOldDeliveries(database: Database, now = Date.now()): Promise<number> {
  const { numDeletedRows } = await database
    .deleteFrom('webhook_deliveries')
    .where('created_at', '<', now - keptMs)
    .where('state', '<>', 'waiting')
    .executeTakeFirst();
  return Number(numDeletedRows);
}
