import { randomBytes } from 'node:crypto';
import { Failure } from '../errors.ts';
import { type Database, inTransaction } from './database.ts';
import { createId } from './ids.ts';
import { lockRow } from './row-locks.ts';
import type { EventName } from './webhook-deliveries.ts';
import type { WebhookEndpointRow } from './webhook-rows.ts';

export type WebhookEndpoint = {
  readonly id: string;
  readonly workspaceId: string;
  readonly url: string;
  readonly events: readonly EventName[];
  readonly createdAt: number;
  readonly disabled: { readonly at: number; readonly reason: string } | undefined;
};

export type EndpointWithSecret = WebhookEndpoint & { readonly secret: string };

export type NewEndpoint = {
  readonly workspaceId: string;
  readonly url: string;
  readonly events: readonly EventName[];
  /** Kept, or made, where absent. */
  readonly secret?: string | undefined;
};

/** Each event is a delivery to each of them. */
const endpointsMax = 20;

/** One endpoint a URL: an existing one is changed, and enabled again. */
export function setEndpoint(
  database: Database,
  { workspaceId, url, events, secret }: NewEndpoint,
): Promise<EndpointWithSecret> {
  return inTransaction(database, async (transaction) => {
    await lockRow(transaction, 'workspaces', workspaceId);
    const known = await transaction
      .updateTable('webhook_endpoints')
      .set({
        events: JSON.stringify(events),
        disabled_at: null,
        disabled_reason: null,
        ...(secret !== undefined && { secret }),
      })
      .where('workspace_id', '=', workspaceId)
      .where('url', '=', url)
      .returningAll()
      .executeTakeFirst();
    if (known !== undefined) return rowToEndpoint(known);
    if ((await listEndpoints(transaction, workspaceId)).length >= endpointsMax) {
      throw new Failure(
        'conflict',
        `A workspace may have ${endpointsMax} webhooks at most; remove one first`,
      );
    }
    const row: WebhookEndpointRow = {
      id: `wh_${createId().slice(1)}`,
      workspace_id: workspaceId,
      url,
      secret: secret ?? `whsec_${randomBytes(32).toString('base64')}`,
      events: JSON.stringify(events),
      created_at: Date.now(),
      disabled_at: null,
      disabled_reason: null,
    };
    await transaction.insertInto('webhook_endpoints').values(row).execute();
    return rowToEndpoint(row);
  });
}

/** Of one workspace, or of all (for the operator); the oldest first. */
export async function listEndpoints(
  database: Database,
  workspaceId?: string,
): Promise<readonly WebhookEndpoint[]> {
  let query = database.selectFrom('webhook_endpoints').selectAll().orderBy('created_at').orderBy('id');
  if (workspaceId !== undefined) query = query.where('workspace_id', '=', workspaceId);
  const rows = await query.execute();
  return rows.map((row) => {
    const { secret: _, ...endpoint } = rowToEndpoint(row);
    return endpoint;
  });
}

/** Undefined where there is none, or another workspace's. */
export async function findEndpoint(
  database: Database,
  id: string,
  workspaceId?: string,
): Promise<EndpointWithSecret | undefined> {
  const row = await database
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined || (workspaceId !== undefined && row.workspace_id !== workspaceId)) return undefined;
  return rowToEndpoint(row);
}

/** With its log. False where there is none. */
export function removeEndpoint(database: Database, id: string): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('webhook_endpoints')
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  });
}

function rowToEndpoint(row: WebhookEndpointRow): EndpointWithSecret {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    url: row.url,
    secret: row.secret,
    events: JSON.parse(row.events),
    createdAt: row.created_at,
    disabled:
      row.disabled_at === null ? undefined : { at: row.disabled_at, reason: row.disabled_reason ?? '' },
  };
}
