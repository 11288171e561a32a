import type { Database } from './database.ts';
import { noteErasure } from './lessons.ts';
import { type Retention, unpackRetention } from './retention.ts';
import { type Taken, takeFromFiles } from './take-from-files.ts';

export type RetentionOwner = {
  readonly workspaceId: string;
  readonly kind: 'classification' | 'template';
  readonly id: string;
  readonly name: string;
  readonly retention: Retention;
};

export const dayMs = 24 * 3_600_000;

/** The classifications and templates that do not keep everything: of a workspace, or for the sweep of all. */
export async function listRetentions(database: Database, workspaceId?: string): Promise<RetentionOwner[]> {
  const owners: RetentionOwner[] = [];
  for (const [kind, table] of [
    ['classification', 'classifications'],
    ['template', 'templates'],
  ] as const) {
    let query = database
      .selectFrom(table)
      .select(['id', 'workspace_id', 'name', 'retention'])
      .where('retention', 'is not', null)
      .orderBy('name');
    if (workspaceId !== undefined) query = query.where('workspace_id', '=', workspaceId);
    for (const row of await query.execute()) {
      owners.push({
        workspaceId: row.workspace_id,
        kind,
        id: row.id,
        name: row.name,
        retention: unpackRetention(row.retention),
      });
    }
  }
  return owners;
}

/**
 * The finished files of the owner's batches. What was uploaded to learn from or to evaluate on is no part of them.
 * `originals`: only those that still have their original.
 */
export function ownedFiles(
  database: Database,
  { workspaceId, kind, id }: RetentionOwner,
  what: 'originals' | 'results',
) {
  const query = database
    .selectFrom('files')
    .innerJoin('batches', 'batches.id', 'files.batch_id')
    .where('batches.workspace_id', '=', workspaceId)
    .where('batches.owner_kind', '=', kind)
    .where('batches.owner_id', '=', id)
    .where('files.workspace_id', '=', workspaceId)
    .where('files.state', '!=', 'waiting');
  return what === 'originals' ? query.where('files.originals_deleted_at', 'is', null) : query;
}

/** Those that were finished before, by batch. */
export async function findExpired(
  database: Database,
  owner: RetentionOwner,
  { what, before, limit }: { what: 'originals' | 'results'; before: number; limit: number },
): Promise<Map<string, string[]>> {
  const query = ownedFiles(database, owner, what)
    .select(['files.id', 'files.batch_id'])
    // No file is finished before its batch was made: younger batches are not looked into.
    .where('batches.created_at', '<', before)
    .where('files.finished_at', '<', before)
    .limit(limit);
  const byBatch = new Map<string, string[]>();
  for (const row of await query.execute()) {
    const ids = byBatch.get(row.batch_id) ?? [];
    byBatch.set(row.batch_id, [...ids, row.id]);
  }
  return byBatch;
}

/** Takes original, reading and what was learned from finished files that have them; rows and results stay. */
export function deleteOriginals(
  database: Database,
  files: { workspaceId: string; batchId: string; fileIds: readonly string[] },
  now: number,
): Promise<Taken> {
  const { workspaceId, batchId } = files;
  return takeFromFiles(database, files, async (transaction, ids) => {
    const rows = await transaction
      .selectFrom('files')
      .select(['id', 'blob_key', 'reading_key'])
      .where('id', 'in', ids)
      .where('batch_id', '=', batchId)
      .where('workspace_id', '=', workspaceId)
      .where('state', '!=', 'waiting')
      .where('originals_deleted_at', 'is', null)
      .execute();
    if (rows.length === 0) return rows;
    const found = rows.map((row) => row.id);
    await noteErasure(transaction, workspaceId, { batchId, fileIds: found });
    await transaction
      .deleteFrom('lessons')
      .where('file_id', 'in', found)
      .where('workspace_id', '=', workspaceId)
      .execute();
    await transaction
      .updateTable('files')
      .set({ blob_key: '', reading_key: null, originals_deleted_at: now })
      .where('id', 'in', found)
      .where('workspace_id', '=', workspaceId)
      .execute();
    return rows;
  });
}
