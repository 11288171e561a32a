import { sql } from 'kysely';
import { chunked } from './chunked.ts';
import { clock } from './clock.ts';
import { type Database, inTransaction } from './database.ts';
import { isPostgres } from './dialect.ts';
import { addToCounters, changeCounters, changeCountersOfEach, type JobGroup } from './job-counters.ts';

export type NewJob = {
  readonly workspaceId: string;
  readonly kind: string;
  /** Turns are taken by workspace, then by group: the batch. */
  readonly groupId: string;
  /** Plain data: stored as JSON. */
  readonly data: unknown;
  /** At most one open job a workspace, kind and key: a second one is not stored. */
  readonly dedupeKey?: string;
  /** Within its group; higher goes first. */
  readonly priority?: number;
  readonly delayMs?: number;
  /** Failures until the job is dead. */
  readonly attemptsMax?: number;
};

const attemptsMaxDefault = 5;

/** Call it in the transaction that writes what the jobs are about; wake the queue after the commit. */
export function enqueueJobs(database: Database, jobs: readonly NewJob[]): Promise<void> {
  return inTransaction(database, async (transaction) => {
    const now = Date.now();
    for (const part of chunked(jobs)) {
      const added = await transaction
        .insertInto('jobs')
        .values(part.map((job) => jobToRow(transaction, job, now)))
        .onConflict((conflict) => conflict.doNothing())
        .returning(['workspace_id', 'group_id', 'state'])
        .execute();
      const groups = Map.groupBy(added, (row) => `${row.workspace_id}/${row.group_id}`);
      for (const rows of groups.values()) {
        const { workspace_id: workspaceId, group_id: groupId } = rows[0]!;
        const ready = rows.filter((row) => row.state === 'ready').length;
        await addToCounters(transaction, { workspaceId, groupId }, { ready, open: rows.length, now });
      }
    }
  });
}

/** Removes a group's jobs, running ones too: whoever runs one learns by its next beat, and cannot finish it. */
export function removeJobsOfGroup(database: Database, { workspaceId, groupId }: JobGroup): Promise<void> {
  return inTransaction(database, async (transaction) => {
    const removed = await transaction
      .deleteFrom('jobs')
      .where('workspace_id', '=', workspaceId)
      .where('group_id', '=', groupId)
      .$if(isPostgres(transaction), (query) =>
        query.where('id', 'in', (jobs) =>
          jobs
            .selectFrom('jobs')
            .select('id')
            .where('workspace_id', '=', workspaceId)
            .where('group_id', '=', groupId)
            // In the order in which beats take them.
            .orderBy('id')
            .forUpdate(),
        ),
      )
      .returning('state')
      .execute();
    const ready = removed.filter((row) => row.state === 'ready').length;
    const open = removed.filter((row) => row.state !== 'dead').length;
    if (open > 0) await changeCounters(transaction, { workspaceId, groupId }, { ready: -ready, open: -open });
  });
}

/** Removes the open jobs of these keys. */
export function removeJobsByKey(
  database: Database,
  { workspaceId, kind, dedupeKeys }: { workspaceId: string; kind: string; dedupeKeys: readonly string[] },
): Promise<void> {
  return inTransaction(database, async (transaction) => {
    for (const keys of chunked(dedupeKeys)) {
      const removed = await transaction
        .deleteFrom('jobs')
        .where('workspace_id', '=', workspaceId)
        .where('kind', '=', kind)
        .where('dedupe_key', 'in', keys)
        .where('state', '<>', sql.lit('dead'))
        .returning(['workspace_id', 'group_id', 'state'])
        .execute();
      await changeCountersOfEach(transaction, removed, (state) => ({
        ready: state === 'ready' ? -1 : 0,
        open: -1,
      }));
    }
  });
}

function jobToRow(database: Database, job: NewJob, now: number) {
  const delayMs = job.delayMs ?? 0;
  return {
    workspace_id: job.workspaceId,
    kind: job.kind,
    group_id: job.groupId,
    data: JSON.stringify(job.data),
    dedupe_key: job.dedupeKey ?? null,
    state: delayMs > 0 ? ('delayed' as const) : ('ready' as const),
    priority: job.priority ?? 0,
    run_at: clock(database, delayMs),
    attempts: 0,
    attempts_max: job.attemptsMax ?? attemptsMaxDefault,
    failures: 0,
    losses: 0,
    worker: null,
    lease_until: null,
    last_error: null,
    created_at: now,
  };
}
