/** What another workspace owns answers exactly as what never was. */
import { Failure } from '../../errors.ts';
import { type BatchSummary, findBatchSummary } from '../../storage/batch-list.ts';
import { type Classification, findClassification } from '../../storage/classifications.ts';
import type { Database } from '../../storage/database.ts';
import { type DeskFile, findDeskFile } from '../../storage/file-list.ts';

export async function requireClassification(
  database: Database,
  workspaceId: string,
  id: string,
): Promise<Classification> {
  return required(await findClassification(database, workspaceId, id), 'classification', id);
}

export async function requireBatch(
  database: Database,
  workspaceId: string,
  batchId: string,
): Promise<BatchSummary> {
  return required(await findBatchSummary(database, { workspaceId, batchId }), 'batch', batchId);
}

export async function requireFile(
  database: Database,
  workspaceId: string,
  fileId: string,
): Promise<DeskFile> {
  return required(await findDeskFile(database, { workspaceId, fileId }), 'file', fileId);
}

export function missing(what: string, id: string): Failure {
  return new Failure('not_found', `There is no ${what} ${id}`);
}

function required<T>(found: T | undefined, what: string, id: string): T {
  if (found === undefined) throw missing(what, id);
  return found;
}
