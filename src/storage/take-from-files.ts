import { blobKeysOf } from './batches.ts';
import { chunked } from './chunked.ts';
import { type Database, inTransaction } from './database.ts';
import { findOrphans } from './orphaned-blobs.ts';
import { lockBatches } from './row-locks.ts';

type FilesOfBatch = {
  readonly workspaceId: string;
  readonly batchId: string;
  readonly fileIds: readonly string[];
};

/** The blobs that a file had before they were taken from it. */
export type TakenRow = {
  readonly id: string;
  readonly blob_key: string;
  readonly reading_key: string | null;
};

/** `deleted`: the ids that had what was taken; `blobKeys`: what no other file has, to delete after the commit. */
export type Taken = { readonly deleted: string[]; readonly blobKeys: string[] };

/** Takes blobs, or all, from files of a batch, some at a time and under its lock; `take` tells what it found. */
export function takeFromFiles(
  database: Database,
  { workspaceId, batchId, fileIds }: FilesOfBatch,
  take: (transaction: Database, ids: readonly string[]) => Promise<readonly TakenRow[]>,
): Promise<Taken> {
  return inTransaction(database, async (transaction) => {
    await lockBatches(transaction, workspaceId, [batchId]);
    const rows: TakenRow[] = [];
    for (const ids of chunked(fileIds)) rows.push(...(await take(transaction, ids)));
    return {
      deleted: rows.map((row) => row.id),
      blobKeys: await findOrphans(transaction, rows.flatMap(blobKeysOf)),
    };
  });
}
