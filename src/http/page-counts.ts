import type { BlobStore } from '../storage/blobs.ts';
import type { NewFile } from '../storage/files.ts';

/** Looks into a file; answers 1 where it cannot tell soon. */
export type CountPages = (path: string, name: string) => Promise<number>;

const atOnce = 4;

/** Files of an upload that are not counted in this time say 1 page until they are read. */
const budgetMs = 2_000;

/** The files with their page counts, as far as they can be had without keeping the client waiting. */
export async function withPageCounts(
  files: readonly NewFile[],
  blobs: BlobStore,
  countPages: CountPages,
): Promise<NewFile[]> {
  const counted = [...files];
  const deadline = performance.now() + budgetMs;
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < files.length && performance.now() < deadline; index = next++) {
      const file = files[index]!;
      await using copy = await blobs.localCopy(file.blobKey);
      counted[index] = { ...file, pageCount: await countPages(copy.path, file.name) };
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, files.length) }, lane));
  return counted;
}
