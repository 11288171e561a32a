import { sql } from 'kysely';
import type { Database } from './database.ts';

export type Operations = {
  readonly queue: {
    readonly ready: number;
    readonly delayed: number;
    readonly running: number;
    readonly dead: number;
    /** When the oldest unfinished job was stored. */
    readonly oldestAt: number | undefined;
  };
  /** Files finished in each of the latest minutes, the oldest first. */
  readonly finishedByMinute: readonly number[];
  readonly files: { readonly waiting: number; readonly processed: number; readonly failed: number };
  readonly pages: number;
  readonly originalBytes: number;
  readonly failuresByReason: readonly { readonly code: string; readonly files: number }[];
};

const minutesShown = 60;
const minuteMs = 60_000;

/** What goes on in one workspace. Counts all its files: meant for a person who looks, not for a poll. */
export async function readOperations(
  database: Database,
  workspaceId: string,
  now = Date.now(),
): Promise<Operations> {
  const jobs = await database
    .selectFrom('jobs')
    .select((select) => [
      'state',
      select.fn.countAll<number>().as('count'),
      sql<number>`min(created_at)`.as('oldest'),
    ])
    .where('workspace_id', '=', workspaceId)
    .groupBy('state')
    .execute();
  const files = await database
    .selectFrom('files')
    .select((select) => [
      'state',
      'error_code',
      select.fn.countAll<number>().as('count'),
      select.fn.sum<number>('page_count').as('pages'),
      select.fn.sum<number>('bytes').as('bytes'),
    ])
    .where('workspace_id', '=', workspaceId)
    .groupBy(['state', 'error_code'])
    .execute();
  const jobsIn = (state: string) => Number(jobs.find((row) => row.state === state)?.count ?? 0);
  const open = jobs.filter((row) => row.state !== 'dead').map((row) => Number(row.oldest));
  const sum = (rows: typeof files, key: 'count' | 'pages' | 'bytes') =>
    rows.reduce((total, row) => total + Number(row[key]), 0);
  const filesIn = (state: string) =>
    sum(
      files.filter((row) => row.state === state),
      'count',
    );
  return {
    queue: {
      ready: jobsIn('ready'),
      delayed: jobsIn('delayed'),
      running: jobsIn('running'),
      dead: jobsIn('dead'),
      oldestAt: open.length === 0 ? undefined : Math.min(...open),
    },
    finishedByMinute: await countFinishedByMinute(database, workspaceId, now),
    files: { waiting: filesIn('waiting'), processed: filesIn('processed'), failed: filesIn('failed') },
    pages: sum(files, 'pages'),
    originalBytes: sum(files, 'bytes'),
    failuresByReason: files
      .filter((row) => row.error_code !== null)
      .map((row) => ({ code: row.error_code!, files: Number(row.count) }))
      .toSorted((a, b) => b.files - a.files),
  };
}

async function countFinishedByMinute(
  database: Database,
  workspaceId: string,
  now: number,
): Promise<number[]> {
  const start = now - minutesShown * minuteMs;
  const rows = await database
    .selectFrom('files')
    .select((select) => [
      sql<number>`cast((finished_at - ${start}) / ${minuteMs} as integer)`.as('minute'),
      select.fn.countAll<number>().as('count'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('finished_at', '>=', start)
    .groupBy('minute')
    .execute();
  const counts = new Array<number>(minutesShown).fill(0);
  for (const { minute, count } of rows) {
    // A file finished in this very millisecond belongs to the last minute.
    counts[Math.min(minutesShown - 1, Number(minute))]! += Number(count);
  }
  return counts;
}
