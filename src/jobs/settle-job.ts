import { Failure } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Database, isDeadlock } from '../storage/database.ts';
import type { ClaimedJob } from '../storage/job-claims.ts';
import { isLastAttempt } from '../storage/job-ends.ts';
import { inSavepoint } from '../storage/savepoint.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { JobHandler, Write } from './job-handler.ts';
import type { Queue } from './queue.ts';

export type JobEnd = { readonly event: 'done'; readonly write: Write | undefined } | FailedJob;

/** `final`: no further attempt, whatever the count says. */
type FailedJob = { readonly event: 'failed'; readonly error: unknown; readonly final: boolean };

type Settling = { readonly queue: Queue; readonly handler: JobHandler | undefined; readonly log: Log };

/** The server's own troubles: no reason to give up a file. */
const postponedCodes: readonly string[] = ['storage_full', 'unavailable', 'too_many_requests'];
const postponedMs = 5000;

/** Writes how a job ended, in the caller's transaction. A stale end (the job is another's now) writes nothing. */
export async function settleJob(
  transaction: Database,
  settling: Settling,
  job: ClaimedJob,
  end: JobEnd,
): Promise<JobOutcome> {
  if (end.event === 'failed') return settleFailure(transaction, settling, job, end);
  try {
    return await complete(transaction, settling, job, end.write, 'done');
  } catch (error) {
    if (isDeadlock(error)) throw error;
    return settleFailure(transaction, settling, job, { event: 'failed', error, final: false });
  }
}

async function settleFailure(
  transaction: Database,
  settling: Settling,
  job: ClaimedJob,
  { error, final }: FailedJob,
): Promise<JobOutcome> {
  const { queue, handler, log } = settling;
  const message = error instanceof Error ? error.message : String(error);
  const facts = { failures: job.failures + 1 };
  if (error instanceof Failure) log.warn({ ...facts, code: error.code, message }, 'job failed');
  else log.error({ ...facts, err: error }, 'job failed by a bug');
  if (error instanceof Failure && postponedCodes.includes(error.code)) {
    const isHeld = await queue.postpone(transaction, job, { message, delayMs: postponedMs });
    return isHeld ? 'postponed' : 'not_held';
  }
  if (handler?.giveUp !== undefined && (final || isLastAttempt(job))) {
    try {
      return await complete(transaction, settling, job, handler.giveUp(job, error), 'given_up');
    } catch (thrown) {
      log.error({ ...facts, err: thrown }, 'job could not be given up');
    }
  }
  const state = await queue.fail(transaction, job, message);
  return outcomeOfFailure[state];
}

const outcomeOfFailure = { delayed: 'retried', dead: 'dead', stale: 'not_held' } as const;

function complete(
  transaction: Database,
  { queue, log }: Settling,
  job: ClaimedJob,
  write: Write | undefined,
  outcome: JobOutcome,
): Promise<JobOutcome> {
  return inSavepoint(transaction, async () => {
    if (await queue.complete(transaction, job)) {
      await write?.(transaction);
      return outcome;
    }
    log.warn('job was no longer held');
    return 'not_held';
  });
}
