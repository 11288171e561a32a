import { type DocumentType, other } from '../classification/document-type.ts';
import type { ExampleSource } from '../engine/task.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { VersionKey } from '../storage/classification-versions.ts';
import type { Database } from '../storage/database.ts';
import { findLessons } from '../storage/lessons.ts';

export type TaughtExamples = AsyncDisposable & {
  readonly examples: readonly ExampleSource[];
  /** Without what a person said of this very content: it would be answered by heart. */
  readonly without: (sha256: string) => readonly ExampleSource[];
};

/** What a version of a classification learned, as files for a reader process; to be disposed of after use. */
export async function taughtExamples(
  { database, blobs }: { readonly database: Database; readonly blobs: BlobStore },
  version: VersionKey,
  types: readonly DocumentType[],
): Promise<TaughtExamples> {
  await using stack = new AsyncDisposableStack();
  const names = [...types.map((type) => type.name), other];
  const examples: ExampleSource[] = [];
  const hashes: string[] = [];
  for (const { readingKey, documentType, sha256 } of await findLessons(database, version, names)) {
    // Deleted since the query: one example less.
    const copy = await blobs.localCopy(readingKey).catch(() => undefined);
    if (copy === undefined) continue;
    examples.push({ path: stack.use(copy).path, documentType });
    hashes.push(sha256);
  }
  const owned = stack.move();
  return {
    examples,
    without: (sha256) => {
      const isKnown = hashes.includes(sha256);
      return isKnown ? examples.filter((_, index) => hashes[index] !== sha256) : examples;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
