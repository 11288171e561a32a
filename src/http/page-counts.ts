import { setTimeout as pause } from 'node:timers/promises';
import type { BlobStore } from '../storage/blobs.ts';
import type { NewFile } from '../storage/files.ts';

/** Looks into a file; answers 1 where it cannot tell soon. */
export type CountPages = (path: string, name: string) => Promise<number>;

const atOnce = 4;

/** Files of an upload that are not counted in this time say 1 page until they are read. */
const budgetMs = 2_000;

/**
 * The files with their page counts, as far as they can be had without keeping the client waiting. They are stored
 * already: that the store or the disk has failed since is nothing that the upload should fail by.
 */
export async function withPageCounts(
  files: readonly NewFile[],
  blobs: Pick<BlobStore, 'localCopy'>,
  countPages: CountPages,
): Promise<NewFile[]> {
  const counted = [...files];
  const isOver = new AbortController();
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < files.length && !isOver.signal.aborted; index = next++) {
      const file = files[index]!;
      await using copy = await blobs.localCopy(file.blobKey);
      counted[index] = { ...file, pageCount: await countPages(copy.path, file.name) };
    }
  };
  const lanes = Array.from({ length: Math.min(atOnce, files.length) }, () => lane().catch(() => {}));
  const late = pause(budgetMs, undefined, { signal: isOver.signal }).catch(() => {});
  await Promise.race([Promise.all(lanes), late]);
  isOver.abort();
  return [...counted];
}
