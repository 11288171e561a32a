import type { DocumentType } from '../classification/document-type.ts';
import { announceBatch } from './announce-batch.ts';
import type { Database } from './database.ts';
import { extractFileKind } from './extract-file-kind.ts';
import { removeJobsByKey } from './jobs.ts';
import { linkExtraction } from './link-extraction.ts';

/**
 * A person changed a file's type: what was extracted by the template of the old type goes, and the new
 * type's template begins. To be called in the transaction of the change; wake the queue afterwards.
 */
export async function relinkExtraction(
  transaction: Database,
  {
    workspaceId,
    fileId,
    templateId,
  }: { workspaceId: string; fileId: string; templateId: string | undefined },
): Promise<void> {
  const linked = await transaction
    .selectFrom('linked_files')
    .select(['template_id', 'batch_id', 'file_id'])
    .where('source_file_id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (linked?.template_id === templateId) return;
  if (linked !== undefined) {
    const dedupeKeys = [linked.file_id];
    await removeJobsByKey(transaction, { workspaceId, kind: extractFileKind, dedupeKeys });
    await deleteWithPages(transaction, { workspaceId, batchId: linked.batch_id, fileId: linked.file_id });
    await announceBatch(transaction, { workspaceId, batchId: linked.batch_id });
  }
  if (templateId !== undefined) await linkExtraction(transaction, { workspaceId, fileId, templateId });
}

/**
 * The link and the values go with it; original and reading stay, as the classified file has them too. Where the
 * template splits PDFs, the other pages stand at the same place of the batch.
 */
async function deleteWithPages(
  transaction: Database,
  { workspaceId, batchId, fileId }: { workspaceId: string; batchId: string; fileId: string },
): Promise<void> {
  const { position } = await transaction
    .selectFrom('files')
    .select('position')
    .where('id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  await transaction
    .deleteFrom('files')
    .where('batch_id', '=', batchId)
    .where('workspace_id', '=', workspaceId)
    .where('position', '=', position)
    .execute();
}

/** The template that files of this type are routed to, in their classification as it is now. */
export async function findLinkedTemplate(
  transaction: Database,
  { workspaceId, classificationId }: { workspaceId: string; classificationId: string },
  documentType: string,
): Promise<string | undefined> {
  const row = await transaction
    .selectFrom('classifications')
    .select('document_types')
    .where('id', '=', classificationId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  const types = JSON.parse(row?.document_types ?? '[]') as DocumentType[];
  return types.find((type) => type.name === documentType)?.extractionId;
}
