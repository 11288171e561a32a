import type { Database } from '../storage/database.ts';
import type { ClaimedJob } from '../storage/job-claims.ts';

/** What a job leaves behind. Runs in the transaction that ends the job, so it happens once or not at all. */
export type Write = (transaction: Database) => Promise<unknown>;

export type JobHandler = {
  /**
   * The slow work, outside of any transaction; may run more than once, so it must not write rows itself.
   * Returns what to write. A thrown error counts as a failure of the job and is tried again.
   */
  readonly run: (job: ClaimedJob, signal: AbortSignal) => Promise<Write | undefined>;
  /** What to write where no attempt is left; without it the job stays as `dead`. */
  readonly giveUp?: (job: ClaimedJob, error: unknown) => Write;
};

export type JobHandlers = Readonly<Record<string, JobHandler>>;
