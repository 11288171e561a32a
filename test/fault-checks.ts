/** What must hold once all is calm again. */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Database } from '../src/storage/database.ts';
import { type FaultCluster, pick } from './fault-cluster.ts';
import { results, until } from './server-process.ts';
import type { Receiver } from './webhook-receiver.ts';

/** By batch, the files that were acknowledged. */
export type Acknowledged = ReadonlyMap<string, readonly string[]>;

/** Sent under this name is what is no document: it must end `failed`, and only it. */
export const brokenName = 'broken.bin';

/** Each file of each batch is there once, final as it must be. Waits for it. */
export async function checkAnswers(
  cluster: FaultCluster,
  classificationId: string,
  batches: Acknowledged,
): Promise<{ processed: number; failed: number }> {
  let processed = 0;
  let failed = 0;
  for (const [batchId, fileIds] of batches) {
    const { url } = pick(cluster, 'api').process;
    const { files } = await results(url, classificationId, batchId, 1_200_000);
    assert.deepEqual(files.map((file: { fileId: string }) => file.fileId).sort(), fileIds.toSorted());
    for (const { status, fileName, error } of files) {
      const expected = fileName === brokenName ? 'failed' : 'processed';
      assert.equal(status, expected, `${fileName}: ${error ?? ''}`);
      if (status === 'processed') processed += 1;
      else failed += 1;
    }
  }
  return { processed, failed };
}

/** The webhook was told of each file, at least once, and always by the same event. Waits for it. */
export async function checkEvents({ received }: Receiver, batches: Acknowledged): Promise<void> {
  const eventsOf = () => {
    const events = new Map<string, Set<string>>();
    for (const { headers, json } of received) {
      for (const { fileId } of json.result) {
        const ids = events.get(fileId) ?? new Set();
        events.set(fileId, ids.add(String(headers['webhook-id'])));
      }
    }
    return events;
  };
  const fileIds = [...batches.values()].flat();
  await until(
    'the webhook to be told of every file',
    async () => {
      const told = eventsOf();
      return fileIds.every((fileId) => told.has(fileId)) ? true : undefined;
    },
    // An attempt that a fault ended is made again after five minutes at most by then.
    600_000,
  );
  for (const [fileId, ids] of eventsOf()) assert.equal(ids.size, 1, `${fileId} was told of by two events`);
}

/** Nothing is left to do, nothing was done twice, nothing contradicts itself. */
export async function checkRows(database: Database): Promise<void> {
  const count = (query: string) => countRows(database, query);
  assert.equal(await count("files where state = 'waiting'"), 0, 'files left waiting');
  assert.equal(await count('jobs'), 0, 'jobs left');
  assert.equal(await count('job_groups'), 0, 'counters of jobs that are gone');
  const twice = 'select file_id from results group by file_id, segment having count(*) > 1';
  assert.equal(await count(`(${twice}) as twice`), 0, 'a file with two results');
  assert.equal(await countContradictions(database), 0, 'a state that its result contradicts');
}

/** Files that are processed and have no result, or the other way round. */
export function countContradictions(database: Database): Promise<number> {
  const has = 'exists (select 1 from results where results.file_id = files.id)';
  return countRows(database, `files where (state = 'processed') <> ${has}`);
}

async function countRows(database: Database, query: string): Promise<number> {
  const { rows } = await sql
    .raw<{ count: number }>(`select count(*) as count from ${query}`)
    .execute(database);
  return Number(rows[0]!.count);
}
