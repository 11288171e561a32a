import type { Answer } from '../classification/answer.ts';
import type { DocumentType } from '../classification/document-type.ts';
import type { ClassifierSettings, ClassifyTask } from '../engine/task.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { VersionKey } from '../storage/classification-versions.ts';
import type { Database } from '../storage/database.ts';
import { isFinalFailure } from './file-failure.ts';
import { taughtExamples } from './taught-examples.ts';

export type AnswerAgainParts = {
  readonly database: Database;
  readonly blobs: BlobStore;
  /** Classifies a kept reading, in a process of its own. */
  readonly classify: (task: Omit<ClassifyTask, 'kind'>, signal?: AbortSignal) => Promise<Answer>;
};

export type ReadFile = { readonly name: string; readonly sha256: string; readonly readingKey: string };

export type Answering = AsyncDisposable & {
  /** Undefined where there is no answer: the reading is gone, or of an older version of the readers. */
  readonly answer: (file: ReadFile, signal?: AbortSignal) => Promise<Answer | undefined>;
};

/**
 * Answers kept readings by types and settings, with what a version learned. A `test` answers each file without
 * what people said of its own content; otherwise a copy of a corrected file is answered as that was.
 */
export async function openAnswering(
  parts: AnswerAgainParts,
  version: VersionKey,
  how: {
    readonly types: readonly DocumentType[];
    readonly settings: ClassifierSettings;
    readonly test: boolean;
  },
): Promise<Answering> {
  const { types, settings, test } = how;
  await using stack = new AsyncDisposableStack();
  const taught = stack.use(await taughtExamples(parts, version, types));
  const owned = stack.move();
  return {
    answer: async ({ name, sha256, readingKey }, signal) => {
      try {
        await using copy = await parts.blobs.localCopy(readingKey);
        const examples = test ? taught.without(sha256) : taught.examples;
        return await parts.classify({ path: copy.path, name, types, settings, examples }, signal);
      } catch (error) {
        if (isFinalFailure(error)) return undefined;
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
