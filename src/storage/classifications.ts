import type { Selectable } from 'kysely';
import type { DocumentType } from '../classification/document-type.ts';
import { deleteBatches } from './batches.ts';
import type { ClassificationRow } from './classification-rows.ts';
import { keepVersion } from './classification-versions.ts';
import { type Database, inTransaction } from './database.ts';
import { createId } from './ids.ts';
import { packRetention, type Retention, unpackRetention } from './retention.ts';

export type Classification = {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly documentTypes: readonly DocumentType[];
  /** Thresholds and other settings of our own. */
  readonly settings: ClassificationSettings;
  readonly retention: Retention;
  /** Grows with each change of the types or the settings. */
  readonly revision: number;
  /** Grows with each change of what answers: types, settings or lessons. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
};

export type ClassificationSettings = {
  readonly otherThreshold?: number;
  readonly reviewThreshold?: number;
};

export type NewClassification = {
  readonly workspaceId: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly documentTypes: readonly DocumentType[];
  readonly settings?: ClassificationSettings;
  readonly retention?: Retention | undefined;
  /** Name of the API key. */
  readonly by?: string | undefined;
};

/** Only what is given changes. */
export type ClassificationChange = {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly documentTypes?: readonly DocumentType[] | undefined;
  readonly settings?: ClassificationSettings | undefined;
  readonly retention?: Retention | undefined;
  /** Name of the API key. */
  readonly by?: string | undefined;
  /** It is wanted even where it is worse on the evaluation set. */
  readonly accepted?: boolean | undefined;
};

export function createClassification(
  database: Database,
  { workspaceId, name, description, documentTypes, settings = {}, retention = {}, by }: NewClassification,
): Promise<Classification> {
  const now = Date.now();
  const row = {
    id: createId(now),
    workspace_id: workspaceId,
    name,
    description: description ?? null,
    document_types: JSON.stringify(documentTypes),
    settings: JSON.stringify(settings),
    retention: packRetention(retention),
    revision: 1,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  return inTransaction(database, async (transaction) => {
    await transaction.insertInto('classifications').values(row).execute();
    await keepVersion(transaction, row, { cause: 'defined', amount: 0, by });
    return rowToClassification(row);
  });
}

export async function findClassification(
  database: Database,
  workspaceId: string,
  id: string,
): Promise<Classification | undefined> {
  const row = await database
    .selectFrom('classifications')
    .selectAll()
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row && rowToClassification(row);
}

/** Undefined where there is no such classification. Changed types or settings are a new version. */
export function updateClassification(
  database: Database,
  workspaceId: string,
  id: string,
  { name, description, documentTypes, settings, retention, by, accepted }: ClassificationChange,
): Promise<Classification | undefined> {
  const defines = documentTypes !== undefined || settings !== undefined;
  return inTransaction(database, async (transaction) => {
    const row = await transaction
      .updateTable('classifications')
      .set((column) => ({
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        ...(documentTypes !== undefined && { document_types: JSON.stringify(documentTypes) }),
        ...(settings !== undefined && { settings: JSON.stringify(settings) }),
        ...(retention !== undefined && { retention: packRetention(retention) }),
        ...(defines && { revision: column('revision', '+', 1), version: column('version', '+', 1) }),
        updated_at: Date.now(),
      }))
      .where('id', '=', id)
      .where('workspace_id', '=', workspaceId)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (defines) await keepVersion(transaction, row, { cause: 'defined', amount: 0, by, accepted });
    return rowToClassification(row);
  });
}

/**
 * Removes the classification with its batches, files, results and jobs. Returns the blobs to delete after
 * the commit (the sweep finds those whose deletion was cut off); undefined where there is no such one.
 */
export function deleteClassification(
  database: Database,
  workspaceId: string,
  id: string,
): Promise<{ blobKeys: string[] } | undefined> {
  return inTransaction(database, async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('classifications')
      .where('id', '=', id)
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return undefined;
    const batches = await transaction
      .selectFrom('batches')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('owner_kind', 'in', ['classification', 'examples', 'evaluation'])
      .where('owner_id', '=', id)
      .execute();
    const ids = batches.map((batch) => batch.id);
    return { blobKeys: await deleteBatches(transaction, workspaceId, ids) };
  });
}

export function rowToClassification(row: Selectable<ClassificationRow>): Classification {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    description: row.description ?? undefined,
    documentTypes: JSON.parse(row.document_types),
    settings: JSON.parse(row.settings),
    retention: unpackRetention(row.retention),
    revision: row.revision,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
