/** A look at a source: one worker at a time by a lease, and nothing is taken twice. */
import { sql } from 'kysely';
import { Failure } from '../errors.ts';
import { acceptUpload } from './accept-upload.ts';
import { audited } from './audit.ts';
import { clock } from './clock.ts';
import { type Database, inTransaction } from './database.ts';
import type { NewFile } from './files.ts';
import { type Source, toSource } from './sources.ts';

/** A source in hand. Only who holds its look can take files from it. */
export type Look = Source & { readonly look: number };

/** What was taken and not yet moved away. `mark` tells the thing itself: a hash, a message id. */
export type TakenItem = { readonly key: string; readonly mark: string };

/** Takes the source that is due the longest. One whose worker died is due again when its lease is over. */
export async function claimSource(database: Database, leaseMs: number): Promise<Look | undefined> {
  const row = await database
    .selectFrom('sources')
    .selectAll()
    .where('paused', '=', sql.lit(0))
    .where('due_at', '<=', clock(database))
    .where((where) =>
      where.or([
        where('lease_until', 'is', null),
        where('lease_until', '<', clock(database)),
        // The clock was set back since.
        where('lease_until', '>', clock(database, leaseMs)),
      ]),
    )
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const look = Number(row.looks) + 1;
  const { numUpdatedRows } = await database
    .updateTable('sources')
    .set({ looks: look, lease_until: clock(database, leaseMs) })
    .where('id', '=', row.id)
    .where('workspace_id', '=', row.workspace_id)
    .where('looks', '=', row.looks)
    .executeTakeFirst();
  return numUpdatedRows === 0n ? undefined : { ...toSource(row), look };
}

/** False where the look is no longer ours: the source was changed, removed, or taken over. */
export async function renewLook(database: Database, look: Look, leaseMs: number): Promise<boolean> {
  const { numUpdatedRows } = await ours(database, look)
    .set({ lease_until: clock(database, leaseMs) })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Plans the next look. The last error stays to be read. */
export async function endLook(
  database: Database,
  look: Look,
  { nextMs, error }: { readonly nextMs: number; readonly error?: string | undefined },
): Promise<void> {
  const now = Date.now();
  const outcome =
    error === undefined
      ? { succeeded_at: now, failures: 0 }
      : { failures: look.failures + 1, failed_at: now, error };
  await ours(database, look)
    .set({ ...outcome, lease_until: null, due_at: clock(database, nextMs) })
    .execute();
}

export async function listTakenItems(database: Database, { id, workspaceId }: Look): Promise<TakenItem[]> {
  const rows = await database
    .selectFrom('source_items')
    .select(['item_key', 'mark'])
    .where('source_id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .execute();
  return rows.map(({ item_key, mark }) => ({ key: item_key, mark }));
}

/**
 * Batch, files, jobs and the items they came of, in one transaction; undefined, and nothing is taken, where the
 * look is no longer ours. The blobs must be durable before. Wake the queue afterwards.
 */
export function takeFiles(
  database: Database,
  look: Look,
  { items, files }: { readonly items: readonly TakenItem[]; readonly files: readonly NewFile[] },
): Promise<{ batchId: string } | undefined> {
  const { id, workspaceId, owner } = look;
  const change = {
    workspaceId,
    actor: { kind: 'system', name: 'sources' },
    action: 'sources.take',
    resourceKind: 'batch',
    summary: `${files.length} files of source ${id}`,
  } as const;
  const take = async (transaction: Database) => {
    const { numUpdatedRows } = await ours(transaction, look)
      .set((column) => ({ files: column('files', '+', files.length) }))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return undefined;
    await requireOwner(transaction, look);
    const { batchId } = await acceptUpload(transaction, { workspaceId, owner, files });
    const taken_at = Date.now();
    for (const { key, mark } of items) {
      await transaction
        .insertInto('source_items')
        .values({ source_id: id, workspace_id: workspaceId, item_key: key, mark, taken_at })
        .execute();
    }
    return { batchId };
  };
  return audited(change, () => inTransaction(database, take));
}

/** Once they are moved away: the same thing, put there anew, is a new one. */
export async function forgetItems(
  database: Database,
  { id, workspaceId }: Look,
  keys: readonly string[],
): Promise<void> {
  for (const key of keys) {
    await database
      .deleteFrom('source_items')
      .where('source_id', '=', id)
      .where('workspace_id', '=', workspaceId)
      .where('item_key', '=', key)
      .execute();
  }
}

/** Where nobody else can be looking: what a killed server held need not wait for its lease. */
export async function releaseLooks(database: Database): Promise<void> {
  await database.updateTable('sources').set({ lease_until: null }).execute();
}

/** The server stops: another may look at once. */
export async function releaseLook(database: Database, look: Look): Promise<void> {
  await ours(database, look).set({ lease_until: null }).execute();
}

function ours(database: Database, { id, workspaceId, look }: Look) {
  return database
    .updateTable('sources')
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .where('looks', '=', look);
}

async function requireOwner(transaction: Database, { workspaceId, owner }: Look): Promise<void> {
  const table = owner.kind === 'classification' ? 'classifications' : 'templates';
  const found = await transaction
    .selectFrom(table)
    .select('id')
    .where('id', '=', owner.id)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (found === undefined) {
    throw new Failure('not_found', `The ${owner.kind} of this source was deleted; give it another`);
  }
}
