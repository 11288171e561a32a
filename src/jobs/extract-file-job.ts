import type { ExtractedFile, ExtractTask } from '../engine/task.ts';
import { Failure } from '../errors.ts';
import { isTrue, readPageRange } from '../extraction/page-range.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { Database } from '../storage/database.ts';
import type { ExtractFileData } from '../storage/extract-file-kind.ts';
import { type FileToExtract, findFileToExtract } from '../storage/file-to-extract.ts';
import { finishExtraction } from '../storage/finish-extraction.ts';
import type { ClaimedJob } from '../storage/job-claims.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { isFinalFailure, writeFileFailure } from './file-failure.ts';
import type { JobHandler } from './job-handler.ts';

/** Reads where needed and extracts, in a process of its own. Throws the file's Failure. */
export type ExtractFile = (task: Omit<ExtractTask, 'kind'>, signal: AbortSignal) => Promise<ExtractedFile>;

export type ExtractFileOptions = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly extractFile: ExtractFile;
  readonly metrics?: Metrics | undefined;
};

/**
 * Takes one file of a template from `waiting` to `processed` or `failed`. A reading that was kept (of a
 * classified file, or of an attempt that was lost) is taken as it is; only where an older version made it
 * are the pages read again.
 */
export function createExtractFileHandler(parts: ExtractFileOptions): JobHandler {
  const { database, blobs, extractFile, metrics } = parts;
  const fail = (job: ClaimedJob, error: unknown) =>
    writeFileFailure(fileOf(job), error, (code) => metrics?.fileEnded('extract', code));

  async function extract(file: FileToExtract, signal: AbortSignal): Promise<ExtractedFile> {
    const { name, fields, options } = file;
    const splitPages = isTrue(options.splitPdfPages);
    const task = { name, fields, pages: readPageRange(options), splitPages };
    if (file.readingKey !== undefined) {
      try {
        await using copy = await blobs.localCopy(file.readingKey);
        return await extractFile({ ...task, source: 'reading', path: copy.path }, signal);
      } catch (error) {
        const isUnusable = error instanceof Failure && ['conflict', 'not_found'].includes(error.code);
        if (!isUnusable) throw error;
      }
    }
    await using copy = await blobs.localCopy(file.blobKey);
    return extractFile({ ...task, source: 'file', path: copy.path }, signal);
  }

  return {
    async run(job, signal) {
      const key = fileOf(job);
      const file = await findFileToExtract(database, key);
      // Deleted while its job waited: nothing is left to do.
      if (file === undefined) return undefined;
      try {
        const { reading, mediaType, pageCount, parts } = await extract(file, signal);
        const kept = reading && (await blobs.put([reading], { bytesMax: Number.POSITIVE_INFINITY }));
        const read = kept && { mediaType, pageCount, readingKey: kept.key };
        const { revision } = file;
        const finished = { ...key, ...(read && { read }), parts, revision };
        return async (transaction) => {
          if (await finishExtraction(transaction, finished)) metrics?.fileEnded('extract', 'processed');
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
  return { workspaceId, fileId: (data as ExtractFileData).fileId };
}
