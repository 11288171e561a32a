import type { ProcessedFile, ProcessTask } from '../engine/task.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { Database } from '../storage/database.ts';
import { findFileToProcess } from '../storage/file-to-process.ts';
import { finishFile } from '../storage/finish-file.ts';
import type { ClaimedJob } from '../storage/job-claims.ts';
import type { ProcessFileData } from '../storage/process-file-kind.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { isFinalFailure, writeFileFailure } from './file-failure.ts';
import type { JobHandler } from './job-handler.ts';
import { taughtExamples } from './taught-examples.ts';

/** Reads and classifies, in a process of its own. Throws the file's Failure. */
export type ProcessFile = (task: Omit<ProcessTask, 'kind'>, signal: AbortSignal) => Promise<ProcessedFile>;

export type ProcessFileOptions = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly processFile: ProcessFile;
  readonly metrics?: Metrics | undefined;
};

/**
 * Takes one file from `waiting` to `processed` or `failed`. What is wrong with the file fails it at once;
 * a reader that crashed, hung or ran out of memory, and our own bugs, get the job's further attempts.
 */
export function createProcessFileHandler(parts: ProcessFileOptions): JobHandler {
  const { database, blobs, processFile, metrics } = parts;
  const fail = (job: ClaimedJob, error: unknown) =>
    writeFileFailure(fileOf(job), error, (code) => metrics?.fileEnded('classify', code));
  return {
    async run(job, signal) {
      const key = fileOf(job);
      const file = await findFileToProcess(database, key);
      // Deleted while its job waited: nothing is left to do.
      if (file === undefined) return undefined;
      try {
        await using copy = await blobs.localCopy(file.blobKey);
        const { types, settings, revision, version, classificationId } = file;
        const { workspaceId } = key;
        await using taught = await taughtExamples(parts, { workspaceId, classificationId, version }, types);
        const task = { path: copy.path, name: file.name, types, settings, examples: taught.examples };
        const { reading, mediaType, pageCount, answer } = await processFile(task, signal);
        const kept = await blobs.put([reading], { bytesMax: Number.POSITIVE_INFINITY });
        const result = { ...answer, revision, version, pageFrom: 1, pageTo: Math.max(1, pageCount) };
        const extractionId = types.find((type) => type.name === answer.documentType)?.extractionId;
        const finished = { ...key, mediaType, pageCount, readingKey: kept.key, result, extractionId };
        return async (transaction) => {
          if (await finishFile(transaction, finished)) metrics?.fileEnded('classify', 'processed');
        };
      } catch (error) {
        if (isFinalFailure(error)) return fail(job, error);
        throw error;
      }
    },
    giveUp: fail,
  };
}

function fileOf({ workspaceId, data }: ClaimedJob): { workspaceId: string; fileId: string } {
  return { workspaceId, fileId: (data as ProcessFileData).fileId };
}
