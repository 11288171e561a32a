import { sql } from 'kysely';
import { clock } from './clock.ts';
import { type Database, inTransaction } from './database.ts';
import { isPostgres } from './dialect.ts';
import { changeCountersOfEach } from './job-counters.ts';
import { awaitClaimTurn, isWorkDue, takeJobs } from './take-jobs.ts';
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

/**
 * A lost job runs again at once this often; then it steps back, so that one that kills servers lets others by: 5 s,
 * 10 s … 80 s. Those that were only beside it outlive a server that dies again and again: at a fixed 5 s, 50 kills
 * of a busy server had a harmless file given up.
 */
const lossesBeforeDelay = 2;
const lossDelayMs = 5000;
const doublingsMax = 4;

/**
 * Takes up to `count` jobs. Workspaces take turns; within one, the group with the fewest jobs in hand or
 * done goes first, then the older; within a group priority, then age. Jobs whose lease ran out are taken again.
 */
export async function claimJobs(
  database: Database,
  { worker, count, leaseMs }: ClaimOptions,
): Promise<ClaimedJob[]> {
  const onPostgres = isPostgres(database);
  if (onPostgres && !database.isTransaction && !(await isWorkDue(database))) return [];
  return inTransaction(database, async (transaction) => {
    if (onPostgres) await awaitClaimTurn(transaction);
    await releaseLeases(transaction, { onlyExpired: true });
    await readyDelayedJobs(transaction);
    const rows = onPostgres
      ? await takeJobs(transaction, { worker, count, leaseMs })
      : await takeOneByOne(transaction, { worker, count, leaseMs });
    return rows.map((row) => rowToClaimedJob(row, worker));
  });
}

async function takeOneByOne(transaction: Database, { worker, count, leaseMs }: ClaimOptions) {
  const rows: TakenJobRow[] = [];
  while (rows.length < count) {
    const row = await takeNextJob(transaction, { worker, leaseUntil: Date.now() + leaseMs });
    if (row === undefined) break;
    rows.push(row);
  }
  return rows;
}

const lossDelay = sql<number>`${sql.lit(lossDelayMs)} * (1 << (case
  when losses > ${sql.lit(lossesBeforeDelay + doublingsMax)} then ${sql.lit(doublingsMax)}
  else losses - ${sql.lit(lossesBeforeDelay)} end))`;

/** Gives back what dead workers held. Without `onlyExpired` all leases: for a server that knows it is alone. */
export function releaseLeases(database: Database, { onlyExpired = false } = {}): Promise<void> {
  return inTransaction(database, async (transaction) => {
    const released = await transaction
      .updateTable('jobs')
      .where('id', 'in', (jobs) =>
        jobs
          .selectFrom('jobs')
          .select('id')
          .where('state', '=', sql.lit('running'))
          .$if(onlyExpired, (query) => query.where('lease_until', '<', clock(transaction)))
          // Who waits for a job in its transaction's hands would be waited for in turn.
          .$if(isPostgres(transaction), (query) => query.forUpdate().skipLocked()),
      )
      .set((column) => {
        const runsAtOnce = column('losses', '<', lossesBeforeDelay);
        return {
          state: column.case().when(runsAtOnce).then('ready').else('delayed').end().$castTo<'ready'>(),
          run_at: column
            .case()
            .when(runsAtOnce)
            .then(column.ref('run_at'))
            .else(sql<number>`${clock(transaction)} + ${lossDelay}`)
            .end(),
          losses: column('losses', '+', 1),
          worker: null,
          lease_until: null,
          last_error: 'The worker died',
        };
      })
      .returning(['workspace_id', 'group_id', 'state'])
      .execute();
    await changeCountersOfEach(transaction, released, (state) => ({
      ready: state === 'ready' ? 1 : 0,
      served: -1,
    }));
  });
}

async function readyDelayedJobs(transaction: Database): Promise<void> {
  const due = await transaction
    .updateTable('jobs')
    .set({ state: 'ready' })
    .where('id', 'in', (jobs) =>
      jobs
        .selectFrom('jobs')
        .select('id')
        .where('state', '=', sql.lit('delayed'))
        .where('run_at', '<=', clock(transaction))
        .$if(isPostgres(transaction), (query) => query.forUpdate().skipLocked()),
    )
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
    .set({ lease_until: clock(database, leaseMs) })
    .where('id', 'in', (jobs) =>
      jobs
        .selectFrom('jobs')
        .select('id')
        .where('state', '=', sql.lit('running'))
        .where('worker', '=', worker)
        .$if(isPostgres(database), (query) => query.orderBy('id').forUpdate()),
    )
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
