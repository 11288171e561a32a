import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../errors.ts';
import { createLog } from '../log.ts';
import type { Database } from '../storage/database.ts';
import { removeJobsOfGroup } from '../storage/jobs.ts';
import { openTemporaryDatabase } from '../storage/temporary-database.ts';
import { createWorkspace } from '../storage/workspaces.ts';
import type { JobHandler } from './job-handler.ts';
import { createQueue } from './queue.ts';
import { waitUntil } from './wait-until.ts';
import { startWorker, type WorkerOptions } from './worker.ts';

const job = { workspaceId: 'w', groupId: 'g', kind: 'test', data: {} };

test('every job runs, and its write is there when the job is gone', async () => {
  await using opened = await open();
  const { database, start, enqueue } = opened;
  await enqueue(40);
  let running = 0;
  let runningMax = 0;
  await using _worker = start({
    run: async ({ data }) => {
      runningMax = Math.max(runningMax, ++running);
      await new Promise(setImmediate);
      running -= 1;
      return (transaction) => createWorkspace(transaction, `job ${data}`);
    },
  });
  await waitUntil('all jobs are gone', async () => (await openJobs(database)).length === 0);
  const written = await database.selectFrom('workspaces').select('name').distinct().execute();
  assert.equal(written.length, 40);
  assert.ok(runningMax <= 4, `${runningMax} at once`);
});

test('a job that comes while the worker sleeps is taken when it is woken', async () => {
  await using opened = await open();
  const ran = Promise.withResolvers<void>();
  await using _worker = opened.start({ run: async () => ran.resolve() as undefined });
  await opened.enqueue(1);
  await ran.promise;
});

test('a write that breaks is undone and tried again; its neighbours stand', async () => {
  await using opened = await open();
  const { database, start, enqueue } = opened;
  await enqueue(3);
  await using _worker = start({
    run:
      async ({ data, failures }) =>
      async (transaction) => {
        await createWorkspace(transaction, `job ${data}`);
        if (data === 1 && failures === 0) throw new Error('broken write');
      },
  });
  await waitUntil('two are written, one waits', async () => {
    const jobs = await openJobs(database);
    return jobs.length === 1 && jobs[0]!.failures === 1;
  });
  assert.deepEqual(await names(database), ['job 0', 'job 2']);
  await letTimePass(database);
  await waitUntil('the third is written', async () => (await openJobs(database)).length === 0);
  assert.deepEqual(await names(database), ['job 0', 'job 1', 'job 2']);
});

test('a job that always fails is given up after its last attempt, once', async () => {
  await using opened = await open();
  const { database, start, enqueue } = opened;
  await enqueue(1, { attemptsMax: 3 });
  let attempts = 0;
  await using _worker = start({
    run: async () => {
      attempts += 1;
      throw new Failure('reader_crashed', 'The reader crashed');
    },
    giveUp: (_job, error) => (transaction) => createWorkspace(transaction, (error as Error).message),
  });
  await waitUntil('it is given up', async () => {
    await letTimePass(database);
    return (await openJobs(database)).length === 0;
  });
  assert.equal(attempts, 3);
  assert.deepEqual(await names(database), ['The reader crashed']);
});

test('without a way to give up, or with a broken one, the job stays as dead', async () => {
  await using opened = await open();
  const { database, start, enqueue } = opened;
  await enqueue(1, { attemptsMax: 1 });
  await enqueue(1, { attemptsMax: 1, kind: 'unknown' });
  await using _worker = start({
    run: () => Promise.reject(new Error('bug')),
    giveUp: () => () => Promise.reject(new Error('broken write')),
  });
  await waitUntil('both are dead', async () =>
    (await openJobs(database)).every((row) => row.state === 'dead'),
  );
  const errors = (await openJobs(database)).map((row) => row.last_error);
  assert.deepEqual(errors, ['bug', 'There is no handler for jobs of the kind "unknown"']);
});

test("the server's own troubles cost a job no attempt", async () => {
  await using opened = await open();
  const { database, start, enqueue } = opened;
  await enqueue(1, { attemptsMax: 1 });
  let isFull = true;
  await using _worker = start({
    run: async () => {
      if (isFull) throw new Failure('storage_full', 'No room left');
      return undefined;
    },
  });
  await waitUntil('it is postponed', async () => (await openJobs(database))[0]?.state === 'delayed');
  isFull = false;
  await letTimePass(database);
  await waitUntil('it is done', async () => (await openJobs(database)).length === 0);
});

test('a job that took twenty workers with it is given up without running again', async () => {
  await using opened = await open();
  const { database, start, enqueue } = opened;
  await enqueue(1);
  await database.updateTable('jobs').set({ losses: 20 }).execute();
  await using _worker = start({
    run: () => assert.fail('it ran'),
    giveUp: (_job, error) => (transaction) => createWorkspace(transaction, (error as Failure).code),
  });
  await waitUntil('it is given up', async () => (await openJobs(database)).length === 0);
  assert.deepEqual(await names(database), ['reader_crashed']);
});

test('leases are kept alive while a job runs longer than they last', async () => {
  await using opened = await open();
  const { database, start, enqueue, queue } = opened;
  await enqueue(1);
  const started = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<undefined>();
  const run = () => {
    started.resolve();
    return finish.promise;
  };
  await using _worker = start({ run }, { leaseMs: 600 });
  await started.promise;
  const leases = new Set<number | null>();
  await waitUntil('the lease was renewed four times', async () => {
    const stolen = await queue.claim(database, { worker: 'thief', count: 1, leaseMs: 1 });
    assert.deepEqual(stolen, []);
    leases.add((await openJobs(database))[0]!.lease_until);
    return leases.size > 4;
  });
  finish.resolve(undefined);
  await waitUntil('it is done', async () => (await openJobs(database)).length === 0);
});

test('who runs a job that was removed is told to stop, and writes nothing', async () => {
  await using opened = await open();
  const { database, start, enqueue } = opened;
  await enqueue(1);
  const aborted = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  await using _worker = start(
    {
      run: (_job, signal) => {
        started.resolve();
        signal.addEventListener('abort', () => aborted.resolve());
        return aborted.promise.then(() => (transaction) => createWorkspace(transaction, 'too late'));
      },
    },
    { leaseMs: 60 },
  );
  await started.promise;
  await removeJobsOfGroup(database, { workspaceId: 'w', groupId: 'g' });
  await aborted.promise;
  await enqueue(1);
  assert.deepEqual(await names(database), []);
});

test('a stop lets running jobs finish', async () => {
  await using opened = await open();
  const { database, start, enqueue } = opened;
  await enqueue(8);
  const finish = Promise.withResolvers<undefined>();
  let started = 0;
  const worker = start({
    run: async () => {
      started += 1;
      return finish.promise;
    },
  });
  await waitUntil('four are in hand', () => started === 4);
  const stopped = worker[Symbol.asyncDispose]();
  finish.resolve(undefined);
  await stopped;
  assert.equal(started, 4);
  assert.deepEqual(
    (await openJobs(database)).map((row) => row.state),
    ['ready', 'ready', 'ready', 'ready'],
  );
});

test('a stop hands back what takes too long, and no attempt is lost', async () => {
  await using opened = await open();
  const { database, start, enqueue } = opened;
  await enqueue(2);
  const signals: AbortSignal[] = [];
  const worker = start(
    {
      run: (_job, signal) => {
        signals.push(signal);
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      },
    },
    { stopGraceMs: 20 },
  );
  await waitUntil('both are in hand', () => signals.length === 2);
  await worker[Symbol.asyncDispose]();
  assert.ok(signals.every((signal) => signal.aborted));
  assert.deepEqual(
    (await openJobs(database)).map((row) => [row.state, row.failures, row.losses, row.worker]),
    [
      ['ready', 0, 0, null],
      ['ready', 0, 0, null],
    ],
  );
});

async function open() {
  const opened = await openTemporaryDatabase();
  const { database } = opened;
  const queue = createQueue();
  const log = createLog('silent');
  return {
    database,
    queue,
    start: (handler: JobHandler, options: Partial<WorkerOptions> = {}) =>
      startWorker({ database, queue, handlers: { test: handler }, concurrency: 4, log, ...options }),
    enqueue: async (count: number, parts: object = {}) => {
      const jobs = Array.from({ length: count }, (_, data) => ({ ...job, data, ...parts }));
      await queue.enqueue(database, jobs);
      queue.wake();
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

function openJobs(database: Database) {
  return database.selectFrom('jobs').selectAll().orderBy('id').execute();
}

async function names(database: Database): Promise<string[]> {
  const rows = await database.selectFrom('workspaces').select('name').orderBy('name').execute();
  return rows.map((row) => row.name);
}

/** What waits for its time is due. */
async function letTimePass(database: Database): Promise<void> {
  await database.updateTable('jobs').set({ run_at: 0 }).where('state', '=', 'delayed').execute();
}
