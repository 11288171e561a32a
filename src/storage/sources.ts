/** Where files come from by themselves, and how that went. */
import type { Owner } from './batches.ts';
import { clock } from './clock.ts';
import { type Database, inTransaction } from './database.ts';
import { createId } from './ids.ts';
import type { SourceRow } from './source-rows.ts';

export type SourceKind = SourceRow['kind'];

export type Source = {
  readonly id: string;
  readonly workspaceId: string;
  readonly kind: SourceKind;
  readonly name: string;
  /** What its files belong to. */
  readonly owner: Owner;
  /** As `sources/source-settings.ts` checked them; without a secret. */
  readonly settings: unknown;
  readonly sealedSecret: string | undefined;
  readonly paused: boolean;
  /** Files taken so far. */
  readonly files: number;
  readonly succeededAt: number | undefined;
  readonly lastError: { readonly at: number; readonly message: string } | undefined;
  /** Looks that failed since the last one that did not. */
  readonly failures: number;
  readonly createdAt: number;
};

export type NewSource = Pick<Source, 'workspaceId' | 'kind' | 'name' | 'owner' | 'settings'> & {
  /** Gets the new id, since the seal is bound to it. */
  readonly seal: (id: string) => string | undefined;
};

export type SourceChanges = {
  readonly name?: string | undefined;
  readonly owner?: Owner | undefined;
  readonly settings?: unknown;
  readonly sealedSecret?: string | undefined;
  readonly paused?: boolean | undefined;
};

type Key = { readonly workspaceId: string; readonly id: string };

/** It is looked at at once. */
export function createSource(database: Database, source: NewSource): Promise<Source> {
  const now = Date.now();
  const id = createId(now);
  const row: SourceRow = {
    id,
    workspace_id: source.workspaceId,
    kind: source.kind,
    name: source.name,
    owner_kind: source.owner.kind,
    owner_id: source.owner.id,
    settings: JSON.stringify(source.settings),
    sealed_secret: source.seal(id) ?? null,
    paused: 0,
    due_at: now,
    looks: 0,
    lease_until: null,
    failures: 0,
    files: 0,
    succeeded_at: null,
    failed_at: null,
    error: null,
    created_at: now,
  };
  return inTransaction(database, async (transaction) => {
    await transaction
      .insertInto('sources')
      .values({ ...row, due_at: clock(database) })
      .execute();
    return toSource(row);
  });
}

export async function listSources(database: Database, workspaceId: string): Promise<readonly Source[]> {
  const rows = await database
    .selectFrom('sources')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toSource);
}

/** Of every workspace: for whoever runs the server. */
export async function listAllSources(database: Database): Promise<readonly Source[]> {
  const rows = await database.selectFrom('sources').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map(toSource);
}

export async function findSource(database: Database, { workspaceId, id }: Key): Promise<Source | undefined> {
  const row = await database
    .selectFrom('sources')
    .selectAll()
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row && toSource(row);
}

/**
 * A changed source is looked at at once; a look in hand with the old settings can no longer take anything. False where
 * there is none.
 */
export function updateSource(
  database: Database,
  { workspaceId, id }: Key,
  { name, owner, settings, sealedSecret, paused }: SourceChanges,
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('sources')
      .set((column) => ({
        ...(name !== undefined && { name }),
        ...(owner && { owner_kind: owner.kind, owner_id: owner.id }),
        ...(settings !== undefined && { settings: JSON.stringify(settings) }),
        ...(sealedSecret !== undefined && { sealed_secret: sealedSecret }),
        ...(paused !== undefined && { paused: paused ? 1 : 0 }),
        looks: column('looks', '+', 1),
        lease_until: null,
        failures: 0,
        due_at: clock(database),
      }))
      .where('id', '=', id)
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  });
}

/** Makes it due, whatever was planned. */
export async function hastenSource(database: Database, { workspaceId, id }: Key): Promise<void> {
  await database
    .updateTable('sources')
    .set({ due_at: clock(database) })
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .execute();
}

/** What it brought stays. False where there is none. */
export function deleteSource(database: Database, { workspaceId, id }: Key): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('sources')
      .where('id', '=', id)
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  });
}

export function toSource(row: SourceRow): Source {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    kind: row.kind,
    name: row.name,
    owner: { kind: row.owner_kind, id: row.owner_id },
    settings: JSON.parse(row.settings),
    sealedSecret: row.sealed_secret ?? undefined,
    paused: row.paused === 1,
    files: Number(row.files),
    succeededAt: row.succeeded_at ?? undefined,
    lastError: row.failed_at === null ? undefined : { at: row.failed_at, message: row.error ?? '' },
    failures: row.failures,
    createdAt: row.created_at,
  };
}
