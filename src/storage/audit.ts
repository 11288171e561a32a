/**
 * The record of changes. What is being done is known from the request on (`audited`); the transaction that does it
 * writes the record too (`inTransaction`), so there is neither a change without its record nor the reverse.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { decodeCursor, type ListPage, toListPage } from './cursor.ts';
import type { Database } from './database.ts';
import { createId } from './ids.ts';

export type Actor = {
  readonly kind: 'key' | 'system' | 'command line';
  readonly id?: string | undefined;
  readonly name: string;
};

/** Names, ids and counts: never a secret, never what a document says. */
export type Change = {
  readonly workspaceId: string;
  readonly actor: Actor;
  readonly action: string;
  readonly resourceKind: string;
  /** Undefined for what the transaction makes: its result has the id. */
  readonly resourceId?: string | undefined;
  readonly summary: string;
  readonly requestId?: string | undefined;
};

export type AuditEvent = Change & { readonly id: string; readonly at: number; readonly resourceId: string };

export type AuditFilter = {
  readonly workspaceId: string;
  readonly action?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

const changes = new AsyncLocalStorage<{ readonly change: Change; isRecorded: boolean }>();

/** The first transaction of `act` that changes something records the change. */
export function audited<T>(change: Change, act: () => Promise<T>): Promise<T> {
  return changes.run({ change, isRecorded: false }, act);
}

/** Puts the record of what is being done into the transaction that does it; says when that is committed. */
export function recording<T>(work: (transaction: Database) => Promise<T>): {
  readonly work: (transaction: Database) => Promise<T>;
  readonly committed: () => void;
} {
  const doing = changes.getStore();
  if (doing === undefined || doing.isRecorded) return { work, committed: () => {} };
  let isChange = false;
  return {
    async work(transaction) {
      const result = await work(transaction);
      isChange = !isNothing(result);
      if (isChange) {
        await recordChange(transaction, {
          ...doing.change,
          resourceId: doing.change.resourceId ?? idIn(result) ?? '',
        });
      }
      return result;
    },
    committed() {
      doing.isRecorded = isChange;
    },
  };
}

export async function recordChange(database: Database, change: Change): Promise<void> {
  const at = Date.now();
  await database
    .insertInto('audit_events')
    .values({
      id: createId(at),
      workspace_id: change.workspaceId,
      at,
      actor_kind: change.actor.kind,
      actor_id: change.actor.id ?? null,
      actor_name: change.actor.name,
      action: change.action,
      resource_kind: change.resourceKind,
      resource_id: change.resourceId ?? '',
      summary: change.summary,
      request_id: change.requestId ?? null,
    })
    .execute();
}

/** Newest first. */
export async function listAuditEvents(
  database: Database,
  filter: AuditFilter,
): Promise<ListPage<AuditEvent>> {
  let query = database
    .selectFrom('audit_events')
    .selectAll()
    .where('workspace_id', '=', filter.workspaceId)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  if (filter.resourceId !== undefined) query = query.where('resource_id', '=', filter.resourceId);
  if (filter.actorId !== undefined) query = query.where('actor_id', '=', filter.actorId);
  if (filter.since !== undefined) query = query.where('at', '>=', filter.since);
  if (filter.until !== undefined) query = query.where('at', '<', filter.until);
  if (filter.cursor !== undefined) query = query.where('id', '<', decodeCursor(filter.cursor).id);
  return toListPage(await query.execute(), filter.limit, {
    show: (row): AuditEvent => ({
      id: row.id,
      workspaceId: row.workspace_id,
      at: row.at,
      actor: { kind: row.actor_kind, id: row.actor_id ?? undefined, name: row.actor_name },
      action: row.action,
      resourceKind: row.resource_kind,
      resourceId: row.resource_id,
      summary: row.summary,
      requestId: row.request_id ?? undefined,
    }),
    cursorOf: (row) => ({ value: row.at, id: row.id }),
  });
}

/** Returns how many were too old. */
export async function forgetOldAuditEvents(database: Database, before: number): Promise<number> {
  const { numDeletedRows } = await database
    .deleteFrom('audit_events')
    .where('at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** What functions here return where there was nothing to change. */
function isNothing(result: unknown): boolean {
  if (result === undefined || result === false || result === 0) return true;
  if (Array.isArray(result)) return result.length === 0;
  return idsDeleted(result)?.length === 0;
}

function idsDeleted(result: unknown): readonly string[] | undefined {
  return (result as { deleted?: readonly string[] } | null)?.deleted;
}

function idIn(result: unknown): string | undefined {
  if (typeof result === 'string') return result;
  const { id, batchId } = (result ?? {}) as { id?: unknown; batchId?: unknown };
  return [batchId, id].find((value) => typeof value === 'string') as string | undefined;
}
