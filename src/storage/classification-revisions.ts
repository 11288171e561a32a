import type { DocumentType } from '../classification/document-type.ts';
import { Failure } from '../errors.ts';
import {
  type Classification,
  type ClassificationChange,
  type ClassificationSettings,
  findClassification,
  updateClassification,
} from './classifications.ts';
import { type Database, inTransaction } from './database.ts';

export type ClassificationRevision = {
  readonly revision: number;
  readonly documentTypes: readonly DocumentType[];
  readonly settings: ClassificationSettings;
  readonly createdAt: number;
};

type ClassificationKey = { readonly workspaceId: string; readonly classificationId: string };

/**
 * Changes a classification that nobody else has changed since it was read, and keeps what it was before.
 * Throws `conflict` where it was; undefined where there is no such classification.
 */
export function reviseClassification(
  database: Database,
  { workspaceId, classificationId }: ClassificationKey,
  { revision, change }: { revision: number; change: ClassificationChange },
): Promise<Classification | undefined> {
  return inTransaction(database, async (transaction) => {
    const before = await findClassification(transaction, workspaceId, classificationId);
    if (before === undefined) return undefined;
    if (before.revision !== revision) {
      throw new Failure(
        'conflict',
        `The classification was changed meanwhile: it is at revision ${before.revision}, your change was made on ${revision}. Load it again`,
      );
    }
    await keepRevision(transaction, before);
    const after = await updateClassification(transaction, workspaceId, classificationId, change);
    if (after !== undefined) await keepRevision(transaction, after);
    return after;
  });
}

/** Newest first. Only what was changed through `reviseClassification` has a history. */
export async function listRevisions(
  database: Database,
  { workspaceId, classificationId }: ClassificationKey,
): Promise<ClassificationRevision[]> {
  const rows = await database
    .selectFrom('classification_revisions')
    .selectAll()
    .where('classification_id', '=', classificationId)
    .where('workspace_id', '=', workspaceId)
    .orderBy('revision', 'desc')
    .execute();
  return rows.map((row) => ({
    revision: row.revision,
    documentTypes: JSON.parse(row.document_types),
    settings: JSON.parse(row.settings),
    createdAt: row.created_at,
  }));
}

async function keepRevision(transaction: Database, classification: Classification): Promise<void> {
  await transaction
    .insertInto('classification_revisions')
    .values({
      classification_id: classification.id,
      workspace_id: classification.workspaceId,
      revision: classification.revision,
      document_types: JSON.stringify(classification.documentTypes),
      settings: JSON.stringify(classification.settings),
      created_at: classification.updatedAt,
    })
    .onConflict((conflict) => conflict.columns(['classification_id', 'revision']).doNothing())
    .execute();
}
