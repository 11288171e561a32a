import { type DocumentType, other } from '../classification/document-type.ts';
import type { ExampleSource } from '../engine/task.ts';
import { Failure } from '../errors.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { VersionKey } from '../storage/classification-versions.ts';
import type { Database } from '../storage/database.ts';
import { findLessons } from '../storage/lessons.ts';
import { shareCopy } from './shared-copy.ts';

export type TaughtExamples = AsyncDisposable & {
  readonly examples: readonly ExampleSource[];
  /** Without what a person said of this very content: it would be answered by heart. */
  readonly without: (sha256: string) => readonly ExampleSource[];
};

const copiesAtOnce = 16;

/** Since the query: one example less. A store out of reach is no reason to answer as if nothing had been learned. */
function isDeleted(error: unknown): boolean {
  return error instanceof Failure && error.code === 'not_found';
}

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
  const lessons = await findLessons(database, version, names);
  for (let at = 0; at < lessons.length; at += copiesAtOnce) {
    const some = lessons.slice(at, at + copiesAtOnce);
    const copies = await Promise.allSettled(some.map(({ readingKey }) => shareCopy(blobs, readingKey)));
    for (const copy of copies) if (copy.status === 'fulfilled') stack.use(copy.value);
    for (const [index, copy] of copies.entries()) {
      const { documentType, sha256 } = some[index]!;
      if (copy.status === 'fulfilled') {
        examples.push({ path: copy.value.path, documentType });
        hashes.push(sha256);
      } else if (!isDeleted(copy.reason)) throw copy.reason;
    }
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
