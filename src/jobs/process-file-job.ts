import type { ProcessedFile, ProcessTask } from '../engine/task.ts';
import { Failure, isRetryable } from '../errors.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { Database } from '../storage/database.ts';
import { findFileToProcess } from '../storage/file-to-process.ts';
import { failFile, finishFile } from '../storage/finish-file.ts';
import type { ClaimedJob } from '../storage/job-claims.ts';
import type { ProcessFileData } from '../storage/process-file-kind.ts';
import type { JobHandler, Write } from './job-handler.ts';

/** Reads and classifies, in a process of its own. Throws the file's Failure. */
export type ProcessFile = (task: Omit<ProcessTask, 'kind'>, signal: AbortSignal) => Promise<ProcessedFile>;

export type ProcessFileOptions = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly processFile: ProcessFile;
};

/**
 * Takes one file from `waiting` to `processed` or `failed`. What is wrong with the file fails it at once;
 * a reader that crashed, hung or ran out of memory, and our own bugs, get the job's further attempts.
 */
export function createProcessFileHandler({ database, blobs, processFile }: ProcessFileOptions): JobHandler {
  return {
    async run(job, signal) {
      const key = fileOf(job);
      const file = await findFileToProcess(database, key);
      // Deleted while its job waited: nothing is left to do.
      if (file === undefined) return undefined;
      try {
        await using copy = await blobs.localCopy(file.blobKey);
        const { types, settings, revision } = file;
        const task = { path: copy.path, name: file.name, types, settings };
        const { reading, mediaType, pageCount, answer } = await processFile(task, signal);
        const kept = await blobs.put([reading], { bytesMax: Number.POSITIVE_INFINITY });
        const result = { ...answer, revision, pageFrom: 1, pageTo: Math.max(1, pageCount) };
        const finished = { ...key, mediaType, pageCount, readingKey: kept.key, result };
        return (transaction) => finishFile(transaction, finished);
      } catch (error) {
        if (error instanceof Failure && !isRetryable[error.code]) return writeFailure(job, error);
        throw error;
      }
    },
    giveUp: (job, error) => writeFailure(job, error),
  };
}

function writeFailure(job: ClaimedJob, error: unknown): Write {
  const reason =
    error instanceof Failure
      ? { code: error.code, message: error.message }
      : { code: 'internal_error', message: 'Internal error while reading this file' };
  return (transaction) => failFile(transaction, { ...fileOf(job), ...reason });
}

function fileOf({ workspaceId, data }: ClaimedJob): { workspaceId: string; fileId: string } {
  return { workspaceId, fileId: (data as ProcessFileData).fileId };
}
