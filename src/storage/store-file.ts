import { Failure } from '../errors.ts';
import { sniffedBytes, sniffMediaType } from '../reading/media-type.ts';
import type { BlobStore } from './blobs.ts';
import type { NewFile } from './files.ts';

/** Streams an original into the blob store; durable when it returns. Throws `too_large` past `bytesMax`. */
export async function storeFile(
  blobs: BlobStore,
  bytesMax: number,
  name: string,
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<NewFile> {
  const head = Buffer.alloc(sniffedBytes);
  let headBytes = 0;
  async function* watched() {
    for await (const chunk of source) {
      if (headBytes < head.length) headBytes += chunk.copy(head, headBytes);
      yield chunk;
    }
  }
  const blob = await blobs.put(watched(), { bytesMax }).catch((error: unknown) => {
    if (!(error instanceof Failure && error.code === 'too_large')) throw error;
    throw new Failure(
      'too_large',
      `"${name}" has more than ${bytesMax} bytes; nothing of this upload was stored`,
    );
  });
  return {
    name,
    mediaType: sniffMediaType(head.subarray(0, headBytes), name),
    bytes: blob.size,
    sha256: blob.sha256,
    blobKey: blob.key,
    pageCount: 1,
  };
}
