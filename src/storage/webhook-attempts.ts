import { sql } from 'kysely';
import { recordChange } from './audit.ts';
import { clock } from './clock.ts';
import { type Database, inTransaction } from './database.ts';

/** A delivery in hand. Only who holds its attempt can end it. */
export type DueDelivery = {
  readonly id: string;
  readonly workspaceId: string;
  readonly endpointId: string;
  readonly url: string;
  readonly secret: string;
  readonly eventId: string;
  readonly event: string;
  readonly batchId: string | undefined;
  readonly traceparent?: string | undefined;
  /** The one file that it is about. */
  readonly fileId?: string | undefined;
  /** 1 for the first. */
  readonly attempt: number;
};

export type Attempt = {
  readonly at: number;
  readonly milliseconds: number;
  /** Absent where no answer came. */
  readonly status?: number;
  readonly error?: string;
  /** The beginning of the answer. */
  readonly response?: string;
};

/** What is to become of the delivery after an attempt. `gone`: the receiver wants no more of anything. */
export type Verdict =
  | { readonly state: 'delivered' | 'failed' | 'gone' }
  | { readonly state: 'waiting'; readonly delayMs: number };

/** Nobody holds one for longer: a ping does so for a minute. */
const leaseMaxMs = 60_000;

type ClaimOptions = {
  readonly leaseMs: number;
  /** Endpoints that have enough in hand. */
  readonly exceptEndpoints: readonly string[];
};

/**
 * Takes the delivery that is due the longest. One whose sender died is due again when its lease is over.
 * No transaction: asked four times a second, and mostly there is nothing; the attempt's number fences, and
 * who lost to another sender looks for the next.
 */
export async function claimDelivery(
  database: Database,
  { leaseMs, exceptEndpoints }: ClaimOptions,
): Promise<DueDelivery | undefined> {
  let query = database
    .selectFrom('webhook_deliveries as delivery')
    .innerJoin('webhook_endpoints as endpoint', 'endpoint.id', 'delivery.endpoint_id')
    .selectAll('delivery')
    .select(['endpoint.url', 'endpoint.secret'])
    .where('delivery.state', '=', sql.lit('waiting'))
    .where('delivery.next_at', '<=', clock(database))
    .where((where) =>
      where.or([
        where('delivery.lease_until', 'is', null),
        where('delivery.lease_until', '<', clock(database)),
        // The clock was set back since; whoever held it may be long dead.
        where('delivery.lease_until', '>', clock(database, leaseMaxMs)),
      ]),
    )
    .orderBy('delivery.next_at')
    .limit(1);
  if (exceptEndpoints.length > 0) query = query.where('delivery.endpoint_id', 'not in', exceptEndpoints);
  const row = await query.executeTakeFirst();
  if (row === undefined) return undefined;
  const attempt = row.attempts + 1;
  const { numUpdatedRows } = await database
    .updateTable('webhook_deliveries')
    .set({ attempts: attempt, lease_until: clock(database, leaseMs) })
    .where('id', '=', row.id)
    .where('attempts', '=', row.attempts)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return claimDelivery(database, { leaseMs, exceptEndpoints });
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    endpointId: row.endpoint_id,
    url: row.url,
    secret: row.secret,
    eventId: row.event_id,
    event: row.event,
    batchId: row.batch_id ?? undefined,
    traceparent: row.traceparent ?? undefined,
    fileId: row.file_id ?? undefined,
    attempt,
  };
}

/** For a server that is alone: what a killed one held is due at once, and the attempt it died in does not count. */
export async function releaseDeliveries(database: Database): Promise<void> {
  await database
    .updateTable('webhook_deliveries')
    .set((column) => ({ lease_until: null, attempts: column('attempts', '-', 1) }))
    .where('state', '=', sql.lit('waiting'))
    .where('lease_until', 'is not', null)
    .execute();
}

/** Gives back what was taken and could not be sent: for an orderly stop. */
export async function handBackDelivery(
  database: Database,
  { id, attempt }: Pick<DueDelivery, 'id' | 'attempt'>,
): Promise<void> {
  await database
    .updateTable('webhook_deliveries')
    .set({ lease_until: null, attempts: attempt - 1 })
    .where('id', '=', id)
    .where('attempts', '=', attempt)
    .where('state', '=', 'waiting')
    .execute();
}

/** Writes into the log, and what comes of it. Nothing where the delivery is gone or another's by now. */
export function recordAttempt(
  database: Database,
  delivery: Pick<DueDelivery, 'id' | 'endpointId' | 'attempt'>,
  attempt: Attempt,
  verdict: Verdict,
): Promise<void> {
  return inTransaction(database, async (transaction) => {
    const now = Date.now();
    const { numUpdatedRows } = await transaction
      .updateTable('webhook_deliveries')
      .set(
        verdict.state === 'waiting'
          ? { lease_until: null, next_at: clock(transaction, verdict.delayMs) }
          : {
              lease_until: null,
              state: verdict.state === 'gone' ? 'failed' : verdict.state,
              finished_at: now,
            },
      )
      .where('id', '=', delivery.id)
      .where('attempts', '=', delivery.attempt)
      .where('state', '=', 'waiting')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await transaction
      .insertInto('webhook_attempts')
      .values({
        delivery_id: delivery.id,
        number: delivery.attempt,
        at: attempt.at,
        milliseconds: attempt.milliseconds,
        status: attempt.status ?? null,
        error: attempt.error ?? null,
        response: attempt.response ?? null,
      })
      .execute();
    if (verdict.state === 'gone') await disableEndpoint(transaction, delivery.endpointId, now);
  });
}

async function disableEndpoint(transaction: Database, endpointId: string, now: number): Promise<void> {
  const reason = 'The receiver answered 410 Gone';
  const endpoint = await transaction
    .updateTable('webhook_endpoints')
    .set({ disabled_at: now, disabled_reason: reason })
    .where('id', '=', endpointId)
    .returning('workspace_id')
    .executeTakeFirst();
  if (endpoint === undefined) return;
  await recordChange(transaction, {
    workspaceId: endpoint.workspace_id,
    actor: { kind: 'system', name: 'webhooks' },
    action: 'webhooks.disable',
    resourceKind: 'webhook',
    resourceId: endpointId,
    summary: reason,
  });
  await transaction
    .updateTable('webhook_deliveries')
    .set({ state: 'failed', finished_at: now, lease_until: null })
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', sql.lit('waiting'))
    .execute();
}
