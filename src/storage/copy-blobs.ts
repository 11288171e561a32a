import { createHash } from 'node:crypto';
import { Failure } from '../errors.ts';
import type { BlobStore, ListedBlob } from './blobs.ts';

/** Blobs on their way at the same time. */
const lanes = 8;

export type CopiedBlobs = { readonly blobs: number; readonly bytes: number; readonly alreadyThere: number };

/**
 * Copies every blob under its key. Each is read back and compared by hash; one that an earlier run
 * brought over is known by key and size.
 */
export async function copyBlobs(
  source: BlobStore,
  target: BlobStore,
  onBlob: () => void,
): Promise<CopiedBlobs> {
  const sum = { blobs: 0, bytes: 0, alreadyThere: 0 };
  for (let folder = 0; folder < 256; folder += 1) {
    const prefix = folder.toString(16).padStart(2, '0');
    const there = new Map((await Array.fromAsync(target.list(prefix))).map((blob) => [blob.key, blob.size]));
    const listed = await Array.fromAsync(source.list(prefix));
    const work = listed.values();
    const copyRest = async () => {
      for (const blob of work) {
        if (there.get(blob.key) === blob.size) sum.alreadyThere += 1;
        else await copyBlob(source, target, blob);
        sum.blobs += 1;
        sum.bytes += blob.size;
        onBlob();
      }
    };
    await Promise.all(Array.from({ length: lanes }, copyRest));
  }
  return sum;
}

async function copyBlob(source: BlobStore, target: BlobStore, { key, size }: ListedBlob): Promise<void> {
  const stored = await target.put(await source.get(key), { bytesMax: Number.POSITIVE_INFINITY, key });
  const hash = createHash('sha256');
  for await (const chunk of await target.get(key)) hash.update(chunk as Uint8Array);
  if (stored.size === size && hash.digest('hex') === stored.sha256) return;
  await target.delete(key);
  throw new Failure('unavailable', `The blob ${key} did not arrive as it was sent; run it again`);
}
