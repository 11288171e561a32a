import { sql } from 'kysely';
import { type Database, inTransaction } from './database.ts';
import { changeCountersOfEach } from './job-counters.ts';
import { type TakenJobRow, takeNextJob } from './take-next-job.ts';

/**
 * A job in hand. Only who holds its worker and attempt can end it: not the worker whose lease ran out, nor
 * an older run of the same worker.
 */
export type ClaimedJob = {
  readonly id: number;
  readonly workspaceId: string;
  readonly kind: string;
  readonly groupId: string;
  readonly data: unknown;
  readonly worker: string;
  /** Grows with each claim. */
  readonly attempt: number;
  readonly failures: number;
  readonly losses: number;
  readonly attemptsMax: number;
};

export type ClaimOptions = { readonly worker: string; readonly count: number; readonly leaseMs: number };

/** A lost job runs again at once this often; then it steps back, so that one that kills servers lets others by. */
const lossesBeforeDelay = 2;
const lossDelayMs = 5000;

/**
 * Takes up to `count` jobs. Workspaces take turns; within one, the group with the fewest jobs in hand or
 * done goes first, then the older; within a group priority, then age. Jobs whose lease ran out are taken again.
 */
export function claimJobs(
  database: Database,
  { worker, count, leaseMs }: ClaimOptions,
): Promise<ClaimedJob[]> {
  return inTransaction(database, async (transaction) => {
    const now = Date.now();
    await releaseLeases(transaction, { expiredAt: now });
    await readyDelayedJobs(transaction, now);
    const claimed: ClaimedJob[] = [];
    while (claimed.length < count) {
      const row = await takeNextJob(transaction, { worker, leaseUntil: now + leaseMs });
      if (row === undefined) break;
      claimed.push(rowToClaimedJob(row, worker));
    }
    return claimed;
  });
}

/** Gives back what dead workers held. Without `expiredAt` all leases: for a server that knows it is alone. */
export function releaseLeases(database: Database, { expiredAt }: { expiredAt?: number } = {}): Promise<void> {
  return inTransaction(database, async (transaction) => {
    const released = await transaction
      .updateTable('jobs')
      .set((column) => {
        const runsAtOnce = column('losses', '<', lossesBeforeDelay);
        return {
          state: column.case().when(runsAtOnce).then('ready').else('delayed').end().$castTo<'ready'>(),
          run_at: column
            .case()
            .when(runsAtOnce)
            .then(column.ref('run_at'))
            .else(Date.now() + lossDelayMs)
            .end(),
          losses: column('losses', '+', 1),
          worker: null,
          lease_until: null,
          last_error: 'The worker died',
        };
      })
      .where('state', '=', sql.lit('running'))
      .$if(expiredAt !== undefined, (query) => query.where('lease_until', '<', expiredAt!))
      .returning(['workspace_id', 'group_id', 'state'])
      .execute();
    await changeCountersOfEach(transaction, released, (state) => ({
      ready: state === 'ready' ? 1 : 0,
      served: -1,
    }));
  });
}

async function readyDelayedJobs(transaction: Database, now: number): Promise<void> {
  const due = await transaction
    .updateTable('jobs')
    .set({ state: 'ready' })
    .where('state', '=', sql.lit('delayed'))
    .where('run_at', '<=', now)
    .returning(['workspace_id', 'group_id', 'state'])
    .execute();
  await changeCountersOfEach(transaction, due, () => ({ ready: 1 }));
}

/** Keeps a worker's leases alive. What is not in the answer is lost to it: removed, or taken by another. */
export async function beatJobs(
  database: Database,
  { worker, leaseMs }: { worker: string; leaseMs: number },
): Promise<readonly { readonly id: number; readonly attempt: number }[]> {
  return await database
    .updateTable('jobs')
    .set({ lease_until: Date.now() + leaseMs })
    .where('state', '=', sql.lit('running'))
    .where('worker', '=', worker)
    .returning(['id', 'attempts as attempt'])
    .execute();
}

function rowToClaimedJob(row: TakenJobRow, worker: string): ClaimedJob {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    kind: row.kind,
    groupId: row.group_id,
    data: JSON.parse(row.data),
    worker,
    attempt: row.attempts,
    failures: row.failures,
    losses: row.losses,
    attemptsMax: row.attempts_max,
  };
}
