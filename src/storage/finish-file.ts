import { announceBatch } from './announce-batch.ts';
import type { Database } from './database.ts';
import { linkExtraction } from './link-extraction.ts';
import { type ResultWithEvidence, saveResult } from './results.ts';
import { recordUsage } from './usage.ts';

type FileKey = { readonly workspaceId: string; readonly fileId: string };

export type FinishedFile = FileKey & {
  readonly mediaType: string;
  readonly pageCount: number;
  /** The kept reading's blob. */
  readonly readingKey: string;
  readonly result: ResultWithEvidence;
  /** The template that the answered type links to: its extraction begins in the same transaction. */
  readonly extractionId?: string | undefined;
};

/**
 * Result and final state. To be called in the transaction that completes the job: the queue's fence there
 * makes it happen once. A file that is gone, or finished already, is left as it is; false says so.
 */
export async function finishFile(
  transaction: Database,
  { workspaceId, fileId, mediaType, pageCount, readingKey, result, extractionId }: FinishedFile,
): Promise<boolean> {
  const now = Date.now();
  const file = await transaction
    .updateTable('files')
    .set({
      state: 'processed',
      media_type: mediaType,
      page_count: pageCount,
      reading_key: readingKey,
      finished_at: now,
    })
    .where('id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'waiting')
    .returning('batch_id')
    .executeTakeFirst();
  if (file === undefined) return false;
  await saveResult(transaction, { workspaceId, fileId, result });
  await recordUsage(transaction, { workspaceId, fileId }, now);
  if (extractionId !== undefined) {
    await linkExtraction(transaction, { workspaceId, fileId, templateId: extractionId });
  }
  await announceBatch(transaction, { workspaceId, batchId: file.batch_id });
  return true;
}

/** The same for a file that could not be read, whatever was to be done with it. */
export async function failFile(
  transaction: Database,
  { workspaceId, fileId, code, message }: FileKey & { readonly code: string; readonly message: string },
): Promise<boolean> {
  const now = Date.now();
  const file = await transaction
    .updateTable('files')
    .set({ state: 'failed', error_code: code, error_message: message, finished_at: now })
    .where('id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'waiting')
    .returning('batch_id')
    .executeTakeFirst();
  if (file === undefined) return false;
  await recordUsage(transaction, { workspaceId, fileId }, now);
  await announceBatch(transaction, { workspaceId, batchId: file.batch_id });
  return true;
}
