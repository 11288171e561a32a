import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { createQueue } from '../src/jobs/queue.ts';
import { waitUntil } from '../src/jobs/wait-until.ts';
import { startWorker } from '../src/jobs/worker.ts';
import { createLog } from '../src/log.ts';
import type { Database } from '../src/storage/database.ts';
import { finishFile } from '../src/storage/finish-file.ts';
import { openTemporaryDatabase } from '../src/storage/temporary-database.ts';
import { createOwner, result } from '../src/storage/test-rows.ts';

const kills = 10;
const program = join(import.meta.dirname, 'storage-kill-child.ts');

test(`${kills} kills at random moments: nothing acknowledged is lost, nothing is done twice`, async () => {
  await using opened = await openTemporaryDatabase();
  const { database, dataDir } = opened;
  const { workspaceId, owner } = await createOwner(database);
  const acknowledged: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    acknowledged.push(...(await runUntilKilled([dataDir, workspaceId, owner.id])));
  }
  assert.ok(acknowledged.length > 0, 'the victims did no work');

  const integrity = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(database);
  assert.equal(integrity.rows[0]?.integrity_check, 'ok');
  const stored = await database.selectFrom('files').select('id').execute();
  const ids = new Set(stored.map((file) => file.id));
  assert.deepEqual(
    acknowledged.filter((id) => !ids.has(id)),
    [],
  );

  await finishRest(database, workspaceId);
  const { files, results } = await countOutcomes(database);
  assert.deepEqual({ files, results }, { files: ids.size, results: ids.size });
  for (const table of ['jobs', 'job_groups'] as const) {
    assert.deepEqual(await database.selectFrom(table).selectAll().execute(), []);
  }
});

/** Returns what the process acknowledged before it died: no sooner than its first word, or nothing happened. */
async function runUntilKilled(parameters: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = text(child.stdout);
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  await pause(Math.random() * 150);
  child.kill('SIGKILL');
  assert.deepEqual(await exited, [null, 'SIGKILL']);
  return (await output).split('\n').filter((line) => line.length === 20);
}

async function finishRest(database: Database, workspaceId: string): Promise<void> {
  const queue = createQueue();
  await queue.releaseAll(database);
  const run = async ({ data }: { data: unknown }) => {
    const { fileId } = data as { fileId: string };
    const file = { workspaceId, fileId, mediaType: 'text/plain', pageCount: 1, readingKey: `of ${fileId}` };
    return (transaction: Database) => finishFile(transaction, { ...file, result });
  };
  const log = createLog('warn');
  const handlers = { 'process-file': { run } };
  await using _worker = startWorker({ database, queue, handlers, concurrency: 8, log });
  await waitUntil(
    'every file is finished',
    async () => {
      await database.updateTable('jobs').set({ run_at: 0 }).where('state', '=', 'delayed').execute();
      const left = await database
        .selectFrom('files')
        .select('id')
        .where('state', '=', 'waiting')
        .limit(1)
        .execute();
      return left.length === 0;
    },
    60_000,
  );
  await waitUntil('no job is left', async () => {
    return (await database.selectFrom('jobs').select('id').limit(1).execute()).length === 0;
  });
}

async function countOutcomes(database: Database): Promise<{ files: number; results: number }> {
  const processed = await database
    .selectFrom('files')
    .select('id')
    .where('state', '=', 'processed')
    .execute();
  const results = await database.selectFrom('results').select('id').execute();
  return { files: processed.length, results: results.length };
}
