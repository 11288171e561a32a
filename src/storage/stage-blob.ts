import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, opendir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../errors.ts';
import type { BlobSource } from './blobs.ts';

/** A folder of 256, then 32 hex digits that begin with its name: `3f/3fa5b0c4…`. */
const keyPattern = /^([0-9a-f]{2})\/\1[0-9a-f]{30}$/;

export function createBlobKey(): string {
  const name = createRandomName();
  return `${name.slice(0, 2)}/${name}`;
}

export function isBlobKey(key: string): boolean {
  return keyPattern.test(key);
}

/**
 * 32 hex digits. What is staged has one of its own for every write: what a killed one left under the blob's
 * name would be in the way of the next.
 */
export function createRandomName(): string {
  return randomBytes(16).toString('hex');
}

/** Keys come from our own rows; a wrong one is a bug, and must not lead out of the store. */
export function assertBlobKey(key: string): void {
  if (!isBlobKey(key)) throw new Error(`"${key}" is no blob key`);
}

export type StagedBlob = { readonly size: number; readonly sha256: string; readonly md5: string };

/** Writes a new local file, hashing on the way; flushed to the disk when it returns. */
export async function stageBlob(path: string, source: BlobSource, bytesMax: number): Promise<StagedBlob> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let size = 0;
  await using file = await open(path, 'wx', 0o600);
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > bytesMax) {
      throw new Failure('too_large', `A file may have ${bytesMax} bytes at most; this one has more`);
    }
    sha256.update(chunk);
    md5.update(chunk);
    await writeWhole(file, chunk);
  }
  await file.sync();
  return { size, sha256: sha256.digest('hex'), md5: md5.digest('base64') };
}

/** One write may take less than it was given. */
async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.byteLength; ) {
    done += (await file.write(chunk, done)).bytesWritten;
  }
}

/** What a dead process left in a folder before this time; returns how many. */
export async function deleteOldFiles(
  folder: string,
  before: number,
  inUse: ReadonlySet<string> = new Set(),
): Promise<number> {
  let deleted = 0;
  for await (const { name } of await opendir(folder)) {
    const path = join(folder, name);
    if (inUse.has(path)) continue;
    const found = await statIfThere(path);
    if (found === undefined || found.mtimeMs >= before) continue;
    await rm(path, { force: true });
    deleted += 1;
  }
  return deleted;
}

export async function statIfThere(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** A full disk has a code of its own: nothing is wrong with what was to be stored. */
export function asStorageError(error: unknown): unknown {
  return hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT')
    ? new Failure('storage_full', 'The server has no room left for files; tell its operator', {
        cause: error,
      })
    : error;
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
