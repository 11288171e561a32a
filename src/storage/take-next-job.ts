import { type Selectable, sql } from 'kysely';
import type { Database } from './database.ts';
import type { JobRow } from './job-rows.ts';

export type TakenJobRow = Selectable<JobRow>;

/**
 * The one statement of the queue that is SQLite's own: with one writer at a time it needs no row locks.
 *
 * Three index look-ups find the job however many wait: the workspace whose turn it is, its group with the
 * fewest in hand or done, that group's first. A claim took 0.6 ms with 100,000 jobs ready, flush included,
 * in one group, 1,000 groups or 1,000 workspaces. Only literals (`state = 'ready'`) let SQLite take the
 * partial indexes; a parameter would not.
 */
export async function takeNextJob(
  transaction: Database,
  { worker, leaseUntil }: { worker: string; leaseUntil: number },
): Promise<TakenJobRow | undefined> {
  const { rows } = await sql<TakenJobRow>`
    update jobs set state = 'running', attempts = attempts + 1, worker = ${worker}, lease_until = ${leaseUntil}
    where id = (
      select id from jobs where state = 'ready' and (workspace_id, group_id) = (
        select workspace_id, group_id from job_groups where ready > 0 and workspace_id = (
          select workspace_id from job_workspaces where ready > 0 order by turn, workspace_id limit 1
        ) order by served, created_at, group_id limit 1
      ) order by priority desc, id limit 1
    ) returning *`.execute(transaction);
  const row = rows[0];
  if (row === undefined) return undefined;
  await sql`update job_groups set ready = ready - 1, served = served + 1
    where workspace_id = ${row.workspace_id} and group_id = ${row.group_id}`.execute(transaction);
  await sql`update job_workspaces set ready = ready - 1, turn = (select max(turn) + 1 from job_workspaces)
    where workspace_id = ${row.workspace_id}`.execute(transaction);
  return row;
}
