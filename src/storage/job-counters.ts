import { sql } from 'kysely';
import type { Database } from './database.ts';
import { isPostgres } from './dialect.ts';

export type JobGroup = { readonly workspaceId: string; readonly groupId: string };

/** What a change of jobs means to their group's counters. */
export type CounterChange = { readonly ready?: number; readonly open?: number; readonly served?: number };

/**
 * The counters change in the transaction that changes the jobs, so they always agree. They are why a claim
 * is three index look-ups however many jobs wait.
 *
 * On PostgreSQL the transaction only notes the change: all uploads and ends of a workspace would wait for each
 * other at its counters. Whoever claims next adds the notes up; claims take turns anyway.
 */
export async function changeCounters(
  transaction: Database,
  { workspaceId, groupId }: JobGroup,
  { ready = 0, open = 0, served = 0 }: CounterChange,
): Promise<void> {
  if (isPostgres(transaction)) {
    return noteChange(transaction, { workspaceId, groupId }, { ready, open, served });
  }
  await sql`update job_groups set ready = ready + ${ready}, open = open + ${open}, served = served + ${served}
    where workspace_id = ${workspaceId} and group_id = ${groupId}`.execute(transaction);
  if (open < 0) {
    await sql`delete from job_groups
      where workspace_id = ${workspaceId} and group_id = ${groupId} and open = 0`.execute(transaction);
  }
  if (ready !== 0) {
    await sql`update job_workspaces set ready = ready + ${ready}
      where workspace_id = ${workspaceId}`.execute(transaction);
  }
}

/** One change a group, however many of its jobs changed alike. */
export async function changeCountersOfEach(
  transaction: Database,
  jobs: readonly { readonly workspace_id: string; readonly group_id: string; readonly state: string }[],
  changeOfOne: (state: string) => CounterChange,
): Promise<void> {
  const groups = Map.groupBy(jobs, (job) => `${job.workspace_id}/${job.group_id}`);
  for (const group of groups.values()) {
    const sum = { ready: 0, open: 0, served: 0 };
    for (const job of group) {
      const change = changeOfOne(job.state);
      sum.ready += change.ready ?? 0;
      sum.open += change.open ?? 0;
      sum.served += change.served ?? 0;
    }
    const { workspace_id: workspaceId, group_id: groupId } = group[0]!;
    await changeCounters(transaction, { workspaceId, groupId }, sum);
  }
}

/** As `changeCounters` for jobs that are new: their group and workspace may be so too. */
export async function addToCounters(
  transaction: Database,
  { workspaceId, groupId }: JobGroup,
  { ready, open, now }: { ready: number; open: number; now: number },
): Promise<void> {
  if (isPostgres(transaction)) {
    return noteChange(transaction, { workspaceId, groupId }, { ready, open, served: 0 });
  }
  await transaction
    .insertInto('job_groups')
    .values({ workspace_id: workspaceId, group_id: groupId, ready, open, served: 0, created_at: now })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'group_id']).doUpdateSet({
        ready: sql`job_groups.ready + excluded.ready`,
        open: sql`job_groups.open + excluded.open`,
      }),
    )
    .execute();
  await transaction
    .insertInto('job_workspaces')
    .values({ workspace_id: workspaceId, ready, turn: 0 })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet({ ready: sql`job_workspaces.ready + excluded.ready` }),
    )
    .execute();
}

async function noteChange(
  transaction: Database,
  { workspaceId, groupId }: JobGroup,
  change: Required<CounterChange>,
): Promise<void> {
  await transaction
    .insertInto('job_changes')
    .values({ workspace_id: workspaceId, group_id: groupId, ...change, created_at: Date.now() })
    .execute();
}

/** Adds up what was noted; only for who holds the turn to claim. */
export async function addNotedChanges(transaction: Database): Promise<void> {
  const { rows } = await sql<{ ended: number }>`
    with changes as (delete from job_changes returning *),
    changed_groups as (
      insert into job_groups (workspace_id, group_id, ready, open, served, created_at)
      select workspace_id, group_id, sum(ready), sum(open), sum(served), min(created_at)
      from changes group by workspace_id, group_id
      on conflict (workspace_id, group_id) do update set ready = job_groups.ready + excluded.ready,
        open = job_groups.open + excluded.open, served = job_groups.served + excluded.served
      returning open
    ),
    changed_workspaces as (
      insert into job_workspaces (workspace_id, ready, turn)
      select workspace_id, sum(ready), 0 from changes group by workspace_id
      on conflict (workspace_id) do update set ready = job_workspaces.ready + excluded.ready
    )
    select count(*) as ended from changed_groups where open = 0`.execute(transaction);
  if (rows[0]!.ended > 0) await transaction.deleteFrom('job_groups').where('open', '=', 0).execute();
}

/** Ready, delayed and running jobs of a workspace. */
export async function countOpenJobs(database: Database, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ open: number | null }>`
    select sum(open) as open from (
      select open from job_groups where workspace_id = ${workspaceId}
      union all select open from job_changes where workspace_id = ${workspaceId}
    ) as counted`.execute(database);
  return rows[0]?.open ?? 0;
}
