import { constants } from 'node:fs';
import { access, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { openDiskBlobs } from './disk-blobs.ts';

export type BackedUp = {
  readonly blobsCopied: number;
  /** Those that the backup had from before. */
  readonly blobsKept: number;
  /** Those that are gone since. */
  readonly blobsRemoved: number;
};

/**
 * Copies a data folder, also that of a running server, so that a server started on the copy has everything
 * that was acknowledged before. Again into the same folder copies only what is new.
 *
 * The database first: a row never names a blob that is not there yet. A blob deleted meanwhile belonged to a
 * file that was deleted too.
 */
export async function backUpDataDir(dataDir: string, target: string): Promise<BackedUp> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  await copyDatabase(join(dataDir, 'mailroom.db'), join(target, 'mailroom.db'));
  await copyWhole(join(dataDir, 'signing.key'), join(target, 'signing.key'));
  const from = join(dataDir, 'blobs');
  const to = join(target, 'blobs');
  const copies = await openDiskBlobs(to);
  const present = new Set<string>();
  let blobsCopied = 0;
  for await (const { key } of (await openDiskBlobs(from)).list()) {
    present.add(key);
    if (await exists(join(to, key))) continue;
    try {
      await copyWhole(join(from, key), join(to, key));
      blobsCopied += 1;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  const gone: string[] = [];
  for await (const { key } of copies.list()) if (!present.has(key)) gone.push(key);
  for (const key of gone) await copies.delete(key);
  return { blobsCopied, blobsKept: present.size - blobsCopied, blobsRemoved: gone.length };
}

const pagesAtOnce = 2 ** 31 - 1;

/** SQLite's own backup: a copy as of one moment, while others read and write. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const unfinished = `${to}.unfinished`;
  await rm(unfinished, { force: true });
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    // All pages at once: in portions, each write in between would begin it anew.
    await backup(source, unfinished, { rate: pagesAtOnce });
  } finally {
    source.close();
  }
  for (const suffix of ['-wal', '-shm']) await rm(to + suffix, { force: true });
  await rename(unfinished, to);
}

async function copyWhole(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, `${to}.unfinished`, constants.COPYFILE_FICLONE);
  await rename(`${to}.unfinished`, to);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
