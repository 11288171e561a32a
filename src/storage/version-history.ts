import type { ClassificationVersionRow, Verdict, VersionCause } from './classification-rows.ts';
import {
  addVersion,
  type ClassificationKey,
  findDefinition,
  type VersionKey,
} from './classification-versions.ts';
import { type Classification, findClassification } from './classifications.ts';
import { decodeCursor, type ListPage, toListPage } from './cursor.ts';
import { type Database, inTransaction } from './database.ts';
import { restoreLessons } from './lessons.ts';

export type Version = {
  readonly version: number;
  readonly revision: number;
  readonly cause: VersionCause;
  /** Lessons that came or went; of `restored` the version that was brought back. */
  readonly amount: number;
  readonly by: string | undefined;
  readonly verdict: Verdict | undefined;
  readonly createdAt: number;
};

/** Newest first. */
export async function listVersions(
  database: Database,
  { workspaceId, classificationId }: ClassificationKey,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<ListPage<Version>> {
  let query = database
    .selectFrom('classification_versions')
    .selectAll()
    .where('classification_id', '=', classificationId)
    .where('workspace_id', '=', workspaceId)
    .orderBy('version', 'desc')
    .limit(limit + 1);
  if (cursor !== undefined) query = query.where('version', '<', Number(decodeCursor(cursor).value));
  return toListPage(await query.execute(), limit, {
    show: rowToVersion,
    cursorOf: (row) => ({ value: row.version, id: row.classification_id }),
  });
}

export async function findVersion(
  database: Database,
  { workspaceId, classificationId, version }: VersionKey,
): Promise<Version | undefined> {
  const row = await database
    .selectFrom('classification_versions')
    .selectAll()
    .where('classification_id', '=', classificationId)
    .where('version', '=', version)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row && rowToVersion(row);
}

/**
 * Brings back types, settings and lessons as they were at a version, as a new version on top. Undefined where
 * there is no such one. Deleted files teach nothing again.
 */
export function restoreVersion(
  database: Database,
  key: VersionKey,
  by: string,
): Promise<Classification | undefined> {
  const { workspaceId, classificationId, version: past } = key;
  return inTransaction(database, async (transaction) => {
    const definition = await findDefinition(transaction, key);
    if (definition === undefined) return undefined;
    await transaction
      .updateTable('classifications')
      .set((column) => ({
        document_types: JSON.stringify(definition.documentTypes),
        settings: JSON.stringify(definition.settings),
        revision: column('revision', '+', 1),
        updated_at: Date.now(),
      }))
      .where('id', '=', classificationId)
      .where('workspace_id', '=', workspaceId)
      .execute();
    const version = await addVersion(transaction, key, { cause: 'restored', amount: past, by });
    await restoreLessons(transaction, key, version);
    return findClassification(transaction, workspaceId, classificationId);
  });
}

/** A person wants a version although it is worse on the evaluation set: from here on others are held against it. */
export function acceptVersion(
  database: Database,
  { workspaceId, classificationId, version }: VersionKey,
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('classification_versions')
      .set({ verdict: 'accepted' })
      .where('classification_id', '=', classificationId)
      .where('version', '=', version)
      .where('workspace_id', '=', workspaceId)
      .where('verdict', '=', 'worse')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  });
}

function rowToVersion(row: ClassificationVersionRow): Version {
  return {
    version: row.version,
    revision: row.revision,
    cause: row.cause,
    amount: row.amount,
    by: row.by_name ?? undefined,
    verdict: row.verdict ?? undefined,
    createdAt: row.created_at,
  };
}
