/** Ids of others answer exactly as ids that never were. Clients know these texts. */
import { Failure } from '../../errors.ts';
import type { Owner } from '../../storage/batches.ts';
import { findBatch } from '../../storage/batches.ts';
import { findClassification } from '../../storage/classifications.ts';
import type { Database } from '../../storage/database.ts';
import { findTemplate } from '../../storage/templates.ts';

export const classificationMissing = () => new Failure('not_found', 'Classification does not exist');
export const extractionMissing = () => new Failure('not_found', 'Extraction does not exist');
export const batchMissing = () => new Failure('not_found', 'Batch does not exist');
export const fileMissing = () => new Failure('not_found', 'File does not exist');

/** Refuses a classification or an extraction that does not exist. */
export async function requireOwner(database: Database, workspaceId: string, owner: Owner): Promise<void> {
  const find = owner.kind === 'classification' ? findClassification : findTemplate;
  if ((await find(database, workspaceId, owner.id)) === undefined) throw ownerMissing(owner);
}

export function ownerMissing({ kind }: Owner): Failure {
  return kind === 'classification' ? classificationMissing() : extractionMissing();
}

/** Refuses a batch that is not its owner's, saying which of the two does not exist. */
export async function requireBatchOf(
  database: Database,
  key: { readonly workspaceId: string; readonly owner: Owner; readonly batchId: string },
): Promise<void> {
  // One query in the good case: polling asks this all the time.
  if (await findBatch(database, key)) return;
  await requireOwner(database, key.workspaceId, key.owner);
  throw batchMissing();
}

export function requireBatch(
  database: Database,
  key: { readonly workspaceId: string; readonly classificationId: string; readonly batchId: string },
): Promise<void> {
  const { workspaceId, classificationId, batchId } = key;
  const owner: Owner = { kind: 'classification', id: classificationId };
  return requireBatchOf(database, { workspaceId, owner, batchId });
}

export function requireExtractionBatch(
  database: Database,
  key: { readonly workspaceId: string; readonly extractionId: string; readonly batchId: string },
): Promise<void> {
  const { workspaceId, extractionId, batchId } = key;
  return requireBatchOf(database, { workspaceId, owner: { kind: 'template', id: extractionId }, batchId });
}
