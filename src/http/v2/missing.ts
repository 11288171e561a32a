/** What another workspace owns answers exactly as what never was. */
import { Failure } from '../../errors.ts';
import { type BatchSummary, findBatchSummary } from '../../storage/batch-list.ts';
import type { Owner } from '../../storage/batches.ts';
import { type Classification, findClassification } from '../../storage/classifications.ts';
import type { Database } from '../../storage/database.ts';
import { type DeskFile, findDeskFile } from '../../storage/file-list.ts';
import { findTemplate, type Template } from '../../storage/templates.ts';

export async function requireClassification(
  database: Database,
  workspaceId: string,
  id: string,
): Promise<Classification> {
  return required(await findClassification(database, workspaceId, id), 'classification', id);
}

export async function requireTemplate(
  database: Database,
  workspaceId: string,
  id: string,
): Promise<Template> {
  return required(await findTemplate(database, workspaceId, id), 'template', id);
}

/** What files are uploaded to, of the two that a request may name. Undefined where it names none. */
export async function requireOwner(
  database: Database,
  workspaceId: string,
  {
    classificationId,
    templateId,
  }: { classificationId?: string | undefined; templateId?: string | undefined },
): Promise<Owner | undefined> {
  if (classificationId !== undefined && templateId !== undefined) {
    throw new Failure('invalid_request', 'Give either a classificationId or a templateId');
  }
  if (classificationId !== undefined) {
    const { id } = await requireClassification(database, workspaceId, classificationId);
    return { kind: 'classification', id };
  }
  if (templateId === undefined) return undefined;
  return { kind: 'template', id: (await requireTemplate(database, workspaceId, templateId)).id };
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
