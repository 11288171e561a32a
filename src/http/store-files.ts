/**
 * Puts the files of one upload into the blob store. Most of storing a small file is waiting for the disk, so
 * small ones are held in memory and stored side by side; larger ones flow through, one after the other.
 */
import type { BlobStore } from '../storage/blobs.ts';
import type { NewFile } from '../storage/files.ts';
import { storeFile } from '../storage/store-file.ts';

/** With the number at once: at most 2 MB an upload. */
const smallBytesMax = 256 * 1024;
const atOnce = 8;

export type FileStorer = {
  /** Returns when the body is read to its end; the file may still be on its way to the disk. */
  readonly add: (name: string, body: AsyncIterable<Buffer>) => Promise<void>;
  /** All files in their order, once they are durable. */
  readonly finish: () => Promise<readonly NewFile[]>;
  /** Those that were stored, once nothing is on its way any more. Never throws. */
  readonly settle: () => Promise<readonly NewFile[]>;
};

export function createFileStorer(blobs: BlobStore, fileBytesMax: number): FileStorer {
  const storings: Promise<NewFile>[] = [];
  const open = new Set<Promise<unknown>>();
  return {
    add: async (name, body) => {
      while (open.size >= atOnce) await Promise.race(open);
      const iterator = body[Symbol.asyncIterator]();
      const { chunks, ended } = await readSmall(iterator);
      const storing = storeFile(blobs, fileBytesMax, name, ended ? chunks : continued(chunks, iterator));
      storings.push(storing);
      // A failed one stays open: the next race or the end throws its reason.
      const closing: Promise<unknown> = storing.then(() => open.delete(closing));
      closing.catch(() => {});
      open.add(closing);
      if (!ended) await storing;
    },
    finish: () => Promise.all(storings),
    settle: async () => {
      const settled = await Promise.allSettled(storings);
      return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    },
  };
}

/** The first chunks, up to where a file stops being small. */
async function readSmall(iterator: AsyncIterator<Buffer>): Promise<{ chunks: Buffer[]; ended: boolean }> {
  const chunks: Buffer[] = [];
  for (let bytes = 0; bytes <= smallBytesMax; bytes += chunks.at(-1)?.length ?? 0) {
    const next = await iterator.next();
    if (next.done) return { chunks, ended: true };
    chunks.push(next.value);
  }
  return { chunks, ended: false };
}

async function* continued(chunks: readonly Buffer[], iterator: AsyncIterator<Buffer>) {
  yield* chunks;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}
