import type { Selectable } from 'kysely';
import type { DocumentType } from '../classification/document-type.ts';
import type { ClassificationRow, VersionCause } from './classification-rows.ts';
import type { Database } from './database.ts';
import { enqueueCheck } from './enqueue-check.ts';

export type ClassificationKey = { readonly workspaceId: string; readonly classificationId: string };
export type VersionKey = ClassificationKey & { readonly version: number };

/** Why a version comes, and by whose key. */
export type VersionChange = {
  readonly cause: VersionCause;
  readonly amount: number;
  readonly by?: string | undefined;
  /** A person wants it even where it is worse on the evaluation set. */
  readonly accepted?: boolean | undefined;
};

/** Makes the next version: what answers from here on. To be called in the transaction of the change. */
export async function addVersion(
  transaction: Database,
  { workspaceId, classificationId }: ClassificationKey,
  change: VersionChange,
): Promise<number> {
  const row = await transaction
    .updateTable('classifications')
    .set((column) => ({ version: column('version', '+', 1) }))
    .where('id', '=', classificationId)
    .where('workspace_id', '=', workspaceId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await keepVersion(transaction, row, change);
  return row.version;
}

/** Keeps a classification as it is at this version, with its types and settings where they are new. */
export async function keepVersion(
  transaction: Database,
  row: Selectable<ClassificationRow>,
  { cause, amount, by, accepted }: VersionChange,
): Promise<void> {
  await transaction
    .insertInto('classification_revisions')
    .values({
      classification_id: row.id,
      workspace_id: row.workspace_id,
      revision: row.revision,
      document_types: row.document_types,
      settings: row.settings,
      created_at: row.updated_at,
    })
    .onConflict((conflict) => conflict.columns(['classification_id', 'revision']).doNothing())
    .execute();
  await transaction
    .insertInto('classification_versions')
    .values({
      classification_id: row.id,
      version: row.version,
      workspace_id: row.workspace_id,
      revision: row.revision,
      cause,
      amount,
      by_name: by ?? null,
      verdict: accepted ? 'accepted' : null,
      created_at: Date.now(),
    })
    .execute();
  await enqueueCheck(transaction, { workspaceId: row.workspace_id, classificationId: row.id });
}

/** Types and settings as they answer at a version. */
export type VersionDefinition = {
  readonly revision: number;
  readonly documentTypes: readonly DocumentType[];
  readonly settings: { readonly otherThreshold?: number; readonly reviewThreshold?: number };
};

/** Undefined where there is no such version. */
export async function findDefinition(
  database: Database,
  { workspaceId, classificationId, version }: VersionKey,
): Promise<VersionDefinition | undefined> {
  const row = await database
    .selectFrom('classification_versions')
    .innerJoin('classification_revisions', (join) =>
      join
        .onRef('classification_revisions.classification_id', '=', 'classification_versions.classification_id')
        .onRef('classification_revisions.revision', '=', 'classification_versions.revision'),
    )
    .select([
      'classification_revisions.revision',
      'classification_revisions.document_types',
      'classification_revisions.settings',
    ])
    .where('classification_versions.classification_id', '=', classificationId)
    .where('classification_versions.version', '=', version)
    .where('classification_versions.workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return (
    row && {
      revision: row.revision,
      documentTypes: JSON.parse(row.document_types),
      settings: JSON.parse(row.settings),
    }
  );
}
