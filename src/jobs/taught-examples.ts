import { type DocumentType, other } from '../classification/document-type.ts';
import type { ExampleSource } from '../engine/task.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { Database } from '../storage/database.ts';
import { findExamples } from '../storage/examples.ts';

/** What people taught a classification, as files for a reader process; to be disposed of after use. */
export async function taughtExamples(
  { database, blobs }: { readonly database: Database; readonly blobs: BlobStore },
  classification: { readonly workspaceId: string; readonly classificationId: string },
  types: readonly DocumentType[],
): Promise<AsyncDisposable & { readonly examples: readonly ExampleSource[] }> {
  await using stack = new AsyncDisposableStack();
  const names = [...types.map((type) => type.name), other];
  const examples: ExampleSource[] = [];
  for (const { readingKey, documentType } of await findExamples(database, classification, names)) {
    // Deleted since the query: one example less.
    const copy = await blobs.localCopy(readingKey).catch(() => undefined);
    if (copy !== undefined) examples.push({ path: stack.use(copy).path, documentType });
  }
  const owned = stack.move();
  return { examples, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
