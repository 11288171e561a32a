import type { ExtractedDocument, PlainResult } from '../extraction/extracted.ts';
import { announceBatch } from './announce-batch.ts';
import { chunked } from './chunked.ts';
import type { Database } from './database.ts';
import type { FileRow } from './file-rows.ts';
import { createId } from './ids.ts';
import { pageName } from './page-name.ts';
import type { ExtractionRow } from './template-rows.ts';
import { recordUsage } from './usage.ts';

export type FinishedExtraction = {
  readonly workspaceId: string;
  readonly fileId: string;
  /** Where the file was read just now; absent where the reading was kept. */
  readonly read?: { readonly mediaType: string; readonly pageCount: number; readonly readingKey: string };
  readonly parts: readonly FinishedPart[];
  /** Of the template that answered. */
  readonly revision: number;
};

/** The whole file, or where the template splits PDFs one page of it. */
type FinishedPart = {
  readonly page?: number;
  readonly result: PlainResult;
  readonly extracted: ExtractedDocument;
};

/**
 * Values and final state. To be called in the transaction that completes the job: the queue's fence there
 * makes it happen once. Where the file was split, it becomes its first page, and the other pages become files
 * beside it: they come into being finished. A file that is gone, or finished already, is left as it is; false says so.
 */
export async function finishExtraction(
  transaction: Database,
  { workspaceId, fileId, read, parts, revision }: FinishedExtraction,
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
    .returningAll()
    .executeTakeFirst();
  if (file === undefined) return false;
  // While the row is still the whole file: its pages count once.
  await recordUsage(transaction, { workspaceId, fileId }, now);
  const files = parts.map((part, index) => fileOfPart(file, part, index === 0 ? fileId : createId(now)));
  const [first, ...others] = files;
  const { page, name, page_count } = first!;
  if (page !== file.page) {
    await transaction
      .updateTable('files')
      .set({ page, name, page_count })
      .where('id', '=', fileId)
      .where('workspace_id', '=', workspaceId)
      .execute();
  }
  for (const rows of chunked(others)) await transaction.insertInto('files').values(rows).execute();
  const extractions = parts.map(
    ({ result, extracted }, index): ExtractionRow => ({
      file_id: files[index]!.id,
      workspace_id: workspaceId,
      revision,
      created_at: now,
      result: JSON.stringify(result),
      extracted: JSON.stringify(extracted),
    }),
  );
  for (const rows of chunked(extractions)) await transaction.insertInto('extractions').values(rows).execute();
  await announceBatch(transaction, { workspaceId, batchId: file.batch_id });
  return true;
}

function fileOfPart(file: FileRow, { page }: FinishedPart, id: string): FileRow {
  if (page === undefined) return file;
  return { ...file, id, page, name: pageName(file.name, page), page_count: 1 };
}
