import type { Log } from '../../log.ts';
import type { BlobStore } from '../../storage/blobs.ts';

const atOnce = 16;

/** After the rows are gone nobody can reach the blobs: what fails here the sweep removes later. */
export async function deleteBlobs(blobs: BlobStore, keys: readonly string[], log: Log): Promise<void> {
  for (let at = 0; at < keys.length; at += atOnce) {
    const deletions = await Promise.allSettled(keys.slice(at, at + atOnce).map((key) => blobs.delete(key)));
    for (const deletion of deletions) {
      if (deletion.status === 'rejected') log.warn({ err: deletion.reason }, 'blob not deleted');
    }
  }
}
