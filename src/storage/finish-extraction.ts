import type { ExtractedDocument, PlainResult } from '../extraction/extracted.ts';
import { announceBatch } from './announce-batch.ts';
import type { Database } from './database.ts';
import { recordUsage } from './usage.ts';

export type FinishedExtraction = {
  readonly workspaceId: string;
  readonly fileId: string;
  /** Where the file was read just now; absent where the reading was kept. */
  readonly read?: { readonly mediaType: string; readonly pageCount: number; readonly readingKey: string };
  readonly result: PlainResult;
  readonly extracted: ExtractedDocument;
  /** Of the template that answered. */
  readonly revision: number;
};

/**
 * Values and final state. To be called in the transaction that completes the job: the queue's fence there
 * makes it happen once. A file that is gone, or finished already, is left as it is; false says so.
 */
export async function finishExtraction(
  transaction: Database,
  { workspaceId, fileId, read, result, extracted, revision }: FinishedExtraction,
): Promise<boolean> {
  const now = Date.now();
  const file = await transaction
    .updateTable('files')
    .set({
      state: 'processed',
      finished_at: now,
      ...(read && { media_type: read.mediaType, page_count: read.pageCount, reading_key: read.readingKey }),
    })
    .where('id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'waiting')
    .returning('batch_id')
    .executeTakeFirst();
  if (file === undefined) return false;
  await transaction
    .insertInto('extractions')
    .values({
      file_id: fileId,
      workspace_id: workspaceId,
      revision,
      created_at: now,
      result: JSON.stringify(result),
      extracted: JSON.stringify(extracted),
    })
    .execute();
  await recordUsage(transaction, { workspaceId, fileId }, now);
  await announceBatch(transaction, { workspaceId, batchId: file.batch_id });
  return true;
}
