import { type RawBuilder, sql } from 'kysely';
import { chooseTurns, type ReadyGroup, type Turn } from './choose-turns.ts';
import { clock } from './clock.ts';
import type { Database } from './database.ts';
import { addNotedChanges } from './job-counters.ts';
import type { TakenJobRow } from './take-next-job.ts';

const claimLock = 4_242_002;

/** Whether a claim could find anything: one look, so that idle workers do not take turns for nothing. */
export async function isWorkDue(database: Database): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    select exists (select from job_changes)
      or exists (select from job_workspaces where ready > 0)
      or exists (select from jobs where state = 'delayed' and run_at <= ${clock(database)})
      or exists (select from jobs where state = 'running' and lease_until < ${clock(database)}) as due
  `.execute(database);
  return rows[0]!.due;
}

/**
 * Claims take turns: fairness is about all of them, and one takes as many jobs as its worker has hands. They are
 * planned by their indices alone: statistics that are behind a growing queue made the server sort all of it
 * for one job (50,000 ready jobs: 110 to 360 ms a claim).
 */
export async function awaitClaimTurn(transaction: Database): Promise<void> {
  await sql`select set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true),
    pg_advisory_xact_lock(${claimLock})`.execute(transaction);
}

/**
 * The queue's own text for PostgreSQL: the same order as `takeNextJob`, in four statements however many jobs
 * are taken. Jobs that another transaction has in hand (a batch is being deleted) are passed over.
 */
export async function takeJobs(
  transaction: Database,
  { worker, count, leaseMs }: { worker: string; count: number; leaseMs: number },
): Promise<TakenJobRow[]> {
  await addNotedChanges(transaction);
  if (count <= 0) return [];
  const turns = await nextTurns(transaction, count);
  if (turns.length === 0) return [];
  const wanted = Map.groupBy(turns, keyOf);
  const groups = [...wanted.values()].map((turnsOfGroup) => ({
    ...turnsOfGroup[0]!,
    n: turnsOfGroup.length,
  }));
  const { rows } = await sql<TakenJobRow>`
    update jobs set state = 'running', attempts = attempts + 1, worker = ${worker},
      lease_until = ${clock(transaction, leaseMs)}
    where id = any (array(
      select taken.id from ${listOf(groups)} as wanted cross join lateral (
        select id from jobs
        where workspace_id = wanted.workspace_id and group_id = wanted.group_id and state = 'ready'
        order by priority desc, id limit wanted.n for update skip locked
      ) as taken
    )) returning *`.execute(transaction);
  await countTaken(transaction, turns, rows);
  return inOrder(turns, rows);
}

async function nextTurns(transaction: Database, count: number): Promise<Turn[]> {
  const { rows } = await sql<ReadyGroup & { turnBefore: number }>`
    select workspace.workspace_id as "workspaceId", workspace.turn, ready_group.group_id as "groupId",
      ready_group.served, ready_group.created_at as "createdAt", ready_group.ready,
      (select max(turn) from job_workspaces) as "turnBefore"
    from (
      select workspace_id, turn from job_workspaces where ready > 0 order by turn, workspace_id limit ${count}
    ) as workspace cross join lateral (
      select group_id, served, created_at, ready from job_groups
      where workspace_id = workspace.workspace_id and ready > 0
      order by served, created_at, group_id limit ${count}
    ) as ready_group`.execute(transaction);
  return chooseTurns(rows, count, rows[0]?.turnBefore ?? 0);
}

async function countTaken(
  transaction: Database,
  turns: readonly Turn[],
  rows: readonly TakenJobRow[],
): Promise<void> {
  const latest = new Map(turns.map((turn) => [keyOf(turn), turn.turn]));
  const taken = Map.groupBy(rows, (row) => keyOf({ workspaceId: row.workspace_id, groupId: row.group_id }));
  const groups = [...taken].map(([key, { 0: first, length }]) => ({
    workspaceId: first!.workspace_id,
    groupId: first!.group_id,
    turn: latest.get(key)!,
    n: length,
  }));
  if (groups.length === 0) return;
  await sql`
    with taken as (select * from ${listOf(groups)} as one),
    counted as (
      update job_groups set ready = ready - n, served = served + n from taken
      where job_groups.workspace_id = taken.workspace_id and job_groups.group_id = taken.group_id
    )
    update job_workspaces set ready = ready - sums.n, turn = sums.turn
    from (select workspace_id, sum(n) as n, max(turn) as turn from taken group by workspace_id) as sums
    where job_workspaces.workspace_id = sums.workspace_id`.execute(transaction);
}

function listOf(groups: readonly (Turn & { readonly n: number })[]): RawBuilder<unknown> {
  return sql`(select * from unnest(
    ${groups.map((group) => group.workspaceId)}::text[], ${groups.map((group) => group.groupId)}::text[],
    ${groups.map((group) => group.turn)}::bigint[], ${groups.map((group) => group.n)}::integer[]
  ) as given (workspace_id, group_id, turn, n))`;
}

/** In the order of their turns; within a group by priority, then age. */
function inOrder(turns: readonly Turn[], rows: readonly TakenJobRow[]): TakenJobRow[] {
  const sorted = rows.toSorted((a, b) => b.priority - a.priority || a.id - b.id);
  const byGroup = Map.groupBy(sorted, (row) =>
    keyOf({ workspaceId: row.workspace_id, groupId: row.group_id }),
  );
  return turns.flatMap((turn) => byGroup.get(keyOf(turn))?.shift() ?? []);
}

function keyOf({ workspaceId, groupId }: Pick<Turn, 'workspaceId' | 'groupId'>): string {
  return `${workspaceId}/${groupId}`;
}
