import type { BlobStore, LocalCopy } from '../storage/blobs.ts';

/** Long enough for the next file of a batch, short enough that what was erased is gone from this machine soon. */
const lingerMs = 60_000;

type Shared = { readonly copy: Promise<LocalCopy>; users: number; timer?: NodeJS.Timeout };

const copiesOf = new WeakMap<BlobStore, Map<string, Shared>>();

/**
 * A copy for several users at once, kept for a minute after the last: with a bucket, each file of a taught
 * classification would fetch up to 300 readings anew, and a reader would learn from each anew, as its path was another.
 */
export async function shareCopy(blobs: BlobStore, key: string): Promise<LocalCopy> {
  const copies = copiesOf.get(blobs) ?? new Map<string, Shared>();
  copiesOf.set(blobs, copies);
  const shared: Shared = copies.get(key) ?? { copy: blobs.localCopy(key), users: 0 };
  copies.set(key, shared);
  clearTimeout(shared.timer);
  shared.users += 1;
  try {
    const { path } = await shared.copy;
    return { path, [Symbol.asyncDispose]: async () => leave(copies, key, shared) };
  } catch (error) {
    if (copies.get(key) === shared) copies.delete(key);
    throw error;
  }
}

function leave(copies: Map<string, Shared>, key: string, shared: Shared): void {
  shared.users -= 1;
  if (shared.users > 0) return;
  const timer = setTimeout(async () => {
    copies.delete(key);
    await (await shared.copy)[Symbol.asyncDispose]();
  }, lingerMs);
  // The store removes what is left when it is closed.
  shared.timer = timer.unref();
}
