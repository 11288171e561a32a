import { packReading } from '../engine/kept-reading.ts';
import type { ReadTask } from '../engine/task.ts';
import type { Document } from '../reading/document.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { Database } from '../storage/database.ts';
import { findFileToRead, finishReading } from '../storage/finish-reading.ts';
import type { ClaimedJob } from '../storage/job-claims.ts';
import type { ReadFileData } from '../storage/read-file-kind.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { isFinalFailure, writeFileFailure } from './file-failure.ts';
import type { JobHandler } from './job-handler.ts';

export type ReadFileOptions = {
  readonly database: Database;
  readonly blobs: BlobStore;
  /** Reads, in a process of its own. Throws the file's Failure. */
  readonly readFile: (task: Omit<ReadTask, 'kind'>, signal: AbortSignal) => Promise<Document>;
  readonly metrics?: Metrics | undefined;
};

/** Takes a labelled file (an example, or one of an evaluation set) from `waiting` to `processed` or `failed`. */
export function createReadFileHandler(parts: ReadFileOptions): JobHandler {
  const { database, blobs, readFile, metrics } = parts;
  const fail = (job: ClaimedJob, error: unknown) =>
    writeFileFailure(fileOf(job), error, (code) => metrics?.fileEnded('read', code));
  return {
    async run(job, signal) {
      const key = fileOf(job);
      const file = await findFileToRead(database, key);
      // Deleted while its job waited: nothing is left to do.
      if (file === undefined) return undefined;
      try {
        await using copy = await blobs.localCopy(file.blobKey);
        const document = await readFile({ path: copy.path, name: file.name }, signal);
        const kept = await blobs.put([packReading(document)], { bytesMax: Number.POSITIVE_INFINITY });
        const { mediaType, pageCount } = document;
        const read = { ...key, mediaType, pageCount, readingKey: kept.key };
        return async (transaction) => {
          if (await finishReading(transaction, read)) metrics?.fileEnded('read', 'processed');
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
  return { workspaceId, fileId: (data as ReadFileData).fileId };
}
