/** Ids of others answer exactly as ids that never were. Clients know these texts. */
import { Failure } from '../../errors.ts';
import type { Owner } from '../../storage/batches.ts';
import { findBatch } from '../../storage/batches.ts';
import { findClassification } from '../../storage/classifications.ts';
import type { Database } from '../../storage/database.ts';

export const classificationMissing = () => new Failure('not_found', 'Classification does not exist');
export const batchMissing = () => new Failure('not_found', 'Batch does not exist');
export const fileMissing = () => new Failure('not_found', 'File does not exist');

export const ownedBy = (classificationId: string): Owner => ({
  kind: 'classification',
  id: classificationId,
});

/** Refuses a batch that is not in this classification, saying which of the two does not exist. */
export async function requireBatch(
  database: Database,
  key: { readonly workspaceId: string; readonly classificationId: string; readonly batchId: string },
): Promise<void> {
  const { workspaceId, classificationId, batchId } = key;
  // One query in the good case: polling asks this all the time.
  if (await findBatch(database, { workspaceId, owner: ownedBy(classificationId), batchId })) return;
  const classification = await findClassification(database, workspaceId, classificationId);
  throw classification === undefined ? classificationMissing() : batchMissing();
}
