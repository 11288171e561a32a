import type { Database } from './database.ts';
import { teach } from './lessons.ts';

type FileKey = { readonly workspaceId: string; readonly fileId: string };

/** Name and blob of a labelled file that waits to be read; undefined where it is gone or finished. */
export async function findFileToRead(
  database: Database,
  { workspaceId, fileId }: FileKey,
): Promise<{ name: string; blobKey: string } | undefined> {
  const row = await database
    .selectFrom('files')
    .select(['name', 'blob_key'])
    .where('id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row && { name: row.name, blobKey: row.blob_key };
}

/** The final state of a labelled file; an example teaches from here on. In the transaction that completes the job. */
export async function finishReading(
  transaction: Database,
  read: FileKey & {
    readonly mediaType: string;
    readonly pageCount: number;
    readonly readingKey: string;
  },
): Promise<boolean> {
  const { workspaceId, fileId } = read;
  const { numUpdatedRows } = await transaction
    .updateTable('files')
    .set({
      state: 'processed',
      media_type: read.mediaType,
      page_count: read.pageCount,
      reading_key: read.readingKey,
      finished_at: Date.now(),
    })
    .where('id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  const example = await transaction
    .selectFrom('labelled_files')
    .select(['classification_id', 'document_type', 'by_name'])
    .where('file_id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .where('set_id', 'is', null)
    .executeTakeFirst();
  if (example !== undefined) {
    const key = { workspaceId, classificationId: example.classification_id };
    const lessons = [{ fileId, documentType: example.document_type }];
    await teach(transaction, key, { lessons, source: 'example', by: example.by_name });
  }
  return true;
}
