import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Failure } from '../errors.ts';
import type { BlobRange, BlobSource, BlobStore, ListedBlob, LocalCopy, StoredBlob } from './blobs.ts';

/** Matches `3f/3fa5b0c4…`: a folder of 256, then 32 hex digits that begin with its name. */
const keyPattern = /^([0-9a-f]{2})\/\1[0-9a-f]{30}$/;
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
    put: (source, { bytesMax }) => putBlob(root, source, bytesMax),
    get: (key, range) => readBlob(pathOf(root, key), range),
    localCopy: (key) => findLocal(pathOf(root, key)),
    delete: (key) => rm(pathOf(root, key), { force: true }),
    list: (prefix = '') => listBlobs(root, prefix),
    deleteUnfinished: (before) => deleteUnfinished(root, before),
  };
}

async function putBlob(root: string, source: BlobSource, bytesMax: number): Promise<StoredBlob> {
  const name = randomBytes(16).toString('hex');
  const key = `${name.slice(0, 2)}/${name}`;
  const unfinished = join(root, unfinishedFolder, name);
  try {
    const { size, sha256 } = await writeFlushed(unfinished, source, bytesMax);
    await moveFlushed(root, unfinished, key);
    return { key, size, sha256 };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw isDiskFull(error)
      ? new Failure('storage_full', 'The server has no room left for files; tell its operator', {
          cause: error,
        })
      : error;
  }
}

async function writeFlushed(
  path: string,
  source: BlobSource,
  bytesMax: number,
): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  await using file = await open(path, 'wx', 0o600);
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > bytesMax) {
      throw new Failure('too_large', `A file may have ${bytesMax} bytes at most; this one has more`);
    }
    hash.update(chunk);
    await writeWhole(file, chunk);
  }
  await file.sync();
  return { size, sha256: hash.digest('hex') };
}

/** One write may take less than it was given. */
async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.byteLength; ) {
    done += (await file.write(chunk, done)).bytesWritten;
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
      if (!keyPattern.test(key) || !key.startsWith(prefix)) continue;
      const found = await statIfThere(join(root, key));
      if (found !== undefined) yield { key, size: found.size, modifiedAt: found.mtimeMs };
    }
  }
}

async function deleteUnfinished(root: string, before: number): Promise<number> {
  let deleted = 0;
  for await (const { name } of await opendir(join(root, unfinishedFolder))) {
    const path = join(root, unfinishedFolder, name);
    const found = await statIfThere(path);
    if (found === undefined || found.mtimeMs >= before) continue;
    await rm(path, { force: true });
    deleted += 1;
  }
  return deleted;
}

/** Keys come from our own rows; a wrong one is a bug, and must not lead out of the folder. */
function pathOf(root: string, key: string): string {
  if (!keyPattern.test(key)) throw new Error(`"${key}" is no blob key`);
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

async function statIfThere(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isDiskFull(error: unknown): boolean {
  return hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
