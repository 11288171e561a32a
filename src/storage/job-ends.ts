import type { RawBuilder, Updateable } from 'kysely';
import { clock } from './clock.ts';
import { type Database, inTransaction } from './database.ts';
import type { ClaimedJob } from './job-claims.ts';
import { type CounterChange, changeCounters } from './job-counters.ts';
import type { JobRow } from './job-rows.ts';
import { lockBatches } from './row-locks.ts';

const backoffFirstMs = 1000;
const backoffMaxMs = 60_000;
const errorLengthMax = 2000;

/**
 * Ends a job for good. False where the caller holds it no longer: then nothing changed, and nothing that
 * belongs to the job may be written. Its effects belong in the same transaction: so they happen once.
 */
export function completeJob(database: Database, job: ClaimedJob): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    // Its effects are on its batch, and batches are taken before jobs.
    await lockBatches(transaction, job.workspaceId, [job.groupId]);
    const { numDeletedRows } = await transaction
      .deleteFrom('jobs')
      .where('id', '=', job.id)
      .where('worker', '=', job.worker)
      .where('attempts', '=', job.attempt)
      .where('state', '=', 'running')
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    await changeCounters(transaction, job, { open: -1 });
    return true;
  });
}

/** Counts a failure: the job comes back later (1 s, 2 s, 4 s … with jitter), or is dead. */
export async function failJob(
  database: Database,
  job: ClaimedJob,
  message: string,
): Promise<'delayed' | 'dead' | 'stale'> {
  const state = isLastAttempt(job) ? 'dead' : 'delayed';
  const changed = await changeHeld(
    database,
    job,
    {
      state,
      failures: job.failures + 1,
      last_error: message.slice(0, errorLengthMax),
      run_at: clock(database, backoffMs(job.failures)),
    },
    state === 'dead' ? { open: -1 } : { served: -1 },
  );
  return changed ? state : 'stale';
}

/** Whether one more failure is the end. */
export function isLastAttempt(job: ClaimedJob): boolean {
  return job.failures + 1 >= job.attemptsMax;
}

/** Tries again later without counting a failure: for what is wrong with the server, not with the job. */
export function postponeJob(
  database: Database,
  job: ClaimedJob,
  { message, delayMs }: { message: string; delayMs: number },
): Promise<boolean> {
  const change = { state: 'delayed' as const, last_error: message, run_at: clock(database, delayMs) };
  return changeHeld(database, job, change, { served: -1 });
}

/** Another worker may take it at once, and no attempt is lost: for an orderly stop. */
export function handBackJob(database: Database, job: ClaimedJob): Promise<boolean> {
  return changeHeld(database, job, { state: 'ready' }, { ready: 1, served: -1 });
}

function changeHeld(
  database: Database,
  job: ClaimedJob,
  change: Updateable<Pick<JobRow, 'state' | 'failures' | 'last_error'>> & {
    readonly run_at?: RawBuilder<number>;
  },
  counters: CounterChange,
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('jobs')
      .set({ ...change, worker: null, lease_until: null })
      .where('id', '=', job.id)
      .where('worker', '=', job.worker)
      .where('attempts', '=', job.attempt)
      .where('state', '=', 'running')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await changeCounters(transaction, job, counters);
    return true;
  });
}

function backoffMs(failures: number): number {
  return Math.round(Math.min(backoffMaxMs, backoffFirstMs * 2 ** failures) * (0.5 + Math.random()));
}
