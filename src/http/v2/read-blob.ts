import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '../../storage/blobs.ts';

/** Whole, for what is small: kept readings are about 5 bytes a word. */
export async function readBlob(blobs: BlobStore, key: string): Promise<Uint8Array> {
  return buffer(await blobs.get(key));
}
