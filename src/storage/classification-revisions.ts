import { Failure } from '../errors.ts';
import type { ClassificationKey } from './classification-versions.ts';
import {
  type Classification,
  type ClassificationChange,
  findClassification,
  updateClassification,
} from './classifications.ts';
import { type Database, inTransaction } from './database.ts';
import { lockRow } from './row-locks.ts';

/**
 * Changes a classification that nobody else has changed since it was read.
 * Throws `conflict` where it was; undefined where there is no such classification.
 */
export function reviseClassification(
  database: Database,
  { workspaceId, classificationId }: ClassificationKey,
  { revision, change }: { revision: number; change: ClassificationChange },
): Promise<Classification | undefined> {
  return inTransaction(database, async (transaction) => {
    await lockRow(transaction, 'classifications', classificationId);
    const before = await findClassification(transaction, workspaceId, classificationId);
    if (before === undefined) return undefined;
    if (before.revision !== revision) {
      throw new Failure(
        'conflict',
        `The classification was changed meanwhile: it is at revision ${before.revision}, your change was made on ${revision}. Load it again`,
      );
    }
    return updateClassification(transaction, workspaceId, classificationId, change);
  });
}
