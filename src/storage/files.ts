import { announceBatch } from './announce-batch.ts';
import { chunked } from './chunked.ts';
import { type Database, inTransaction } from './database.ts';
import { extractFileKind } from './extract-file-kind.ts';
import type { FileRow, FileState } from './file-rows.ts';
import { createId } from './ids.ts';
import { removeJobsByKey } from './jobs.ts';
import { noteErasure } from './lessons.ts';
import { processFileKind } from './process-file-kind.ts';
import { readFileKind } from './read-file-kind.ts';
import { type Taken, takeFromFiles } from './take-from-files.ts';

/** An original as it came: its bytes already lie in the blob store. */
export type NewFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly blobKey: string;
  readonly pageCount: number;
};

export type StoredFile = NewFile & {
  readonly id: string;
  readonly workspaceId: string;
  readonly batchId: string;
  readonly state: FileState;
  readonly readingKey: string | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly createdAt: number;
  readonly finishedAt: number | undefined;
  /** Retention took original and reading then. */
  readonly originalsDeletedAt: number | undefined;
};

type BatchKey = { readonly workspaceId: string; readonly batchId: string };

/** Returns the ids in the order of the files. */
export function insertFiles(
  database: Database,
  { workspaceId, batchId, files }: BatchKey & { readonly files: readonly NewFile[] },
): Promise<string[]> {
  return inTransaction(database, async (transaction) => {
    const now = Date.now();
    const { last } = await transaction
      .selectFrom('files')
      .select((select) => select.fn.max('position').as('last'))
      .where('batch_id', '=', batchId)
      .executeTakeFirstOrThrow();
    const rows = files.map(
      (file, index): FileRow => ({
        id: createId(now),
        workspace_id: workspaceId,
        batch_id: batchId,
        position: (last ?? -1) + 1 + index,
        page: 0,
        name: file.name,
        media_type: file.mediaType,
        bytes: file.bytes,
        sha256: file.sha256,
        blob_key: file.blobKey,
        reading_key: null,
        page_count: file.pageCount,
        state: 'waiting',
        error_code: null,
        error_message: null,
        created_at: now,
        finished_at: null,
        event_id: null,
        originals_deleted_at: null,
      }),
    );
    for (const part of chunked(rows)) await transaction.insertInto('files').values(part).execute();
    return rows.map((row) => row.id);
  });
}

/** In the order of their upload. */
export async function listFiles(
  database: Database,
  { workspaceId, batchId }: BatchKey,
): Promise<StoredFile[]> {
  const rows = await database
    .selectFrom('files')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('workspace_id', '=', workspaceId)
    .orderBy('position')
    .orderBy('page')
    .execute();
  return rows.map(rowToFile);
}

export async function findFile(
  database: Database,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<StoredFile | undefined> {
  const row = await database
    .selectFrom('files')
    .selectAll()
    .where('id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row && rowToFile(row);
}

/**
 * Removes those of the given files that are in the batch, with their results and jobs; the batch stays.
 */
export function deleteFiles(
  database: Database,
  { workspaceId, batchId, fileIds }: BatchKey & { readonly fileIds: readonly string[] },
): Promise<Taken> {
  return inTransaction(database, async (transaction) => {
    const taken = await takeFromFiles(transaction, { workspaceId, batchId, fileIds }, async (_, ids) => {
      await noteErasure(transaction, workspaceId, { batchId, fileIds: ids });
      const rows = await transaction
        .deleteFrom('files')
        .where('id', 'in', ids)
        .where('batch_id', '=', batchId)
        .where('workspace_id', '=', workspaceId)
        .returning(['id', 'blob_key', 'reading_key'])
        .execute();
      const dedupeKeys = rows.map((row) => row.id);
      for (const kind of [processFileKind, extractFileKind, readFileKind]) {
        await removeJobsByKey(transaction, { workspaceId, kind, dedupeKeys });
      }
      return rows;
    });
    // The rest may be final now.
    if (taken.deleted.length > 0) await announceBatch(transaction, { workspaceId, batchId });
    return taken;
  });
}

function rowToFile(row: FileRow): StoredFile {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    batchId: row.batch_id,
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes,
    sha256: row.sha256,
    blobKey: row.blob_key,
    readingKey: row.reading_key ?? undefined,
    pageCount: row.page_count,
    state: row.state,
    error: row.error_code === null ? undefined : { code: row.error_code, message: row.error_message ?? '' },
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
    originalsDeletedAt: row.originals_deleted_at ?? undefined,
  };
}
