import { currentTraceparent } from '../telemetry/trace.ts';
import type { Owner } from './batches.ts';
import type { Database } from './database.ts';
import { extractFileKind } from './extract-file-kind.ts';
import { enqueueJobs } from './jobs.ts';
import { processFileKind } from './process-file-kind.ts';
import { readFileKind } from './read-file-kind.ts';

/** Failures of one file, counted over all attempts. A reader that crashed twice is given one more chance. */
const attemptsMax = 3;

type Files = {
  readonly workspaceId: string;
  readonly batchId: string;
  readonly fileIds: readonly string[];
};

/** What is done with a file is its batch's owner to say: classified, extracted, or only read. */
export const jobKindOf: Readonly<Record<Owner['kind'], string>> = {
  classification: processFileKind,
  template: extractFileKind,
  examples: readFileKind,
  evaluation: readFileKind,
};

/** The jobs of uploaded files. Wake the queue after the commit. */
export async function enqueueFiles(
  transaction: Database,
  { workspaceId, batchId, fileIds, owner }: Files & { readonly owner: Owner['kind'] },
): Promise<void> {
  const traceparent = currentTraceparent();
  const jobs = fileIds.map((fileId) => ({
    workspaceId,
    kind: jobKindOf[owner],
    groupId: batchId,
    data: { fileId, ...(traceparent !== undefined && { traceparent }) },
    dedupeKey: fileId,
    attemptsMax,
  }));
  await enqueueJobs(transaction, jobs);
}
