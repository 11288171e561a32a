/** The durable queue on real disk: `node bench/queue.ts`. Figures, with date and machine, stand in bench/README.md. */
import { createQueue } from '../src/jobs/queue.ts';
import { startWorker } from '../src/jobs/worker.ts';
import { createLog } from '../src/log.ts';
import type { Database } from '../src/storage/database.ts';
import type { NewJob } from '../src/storage/jobs.ts';
import { openTemporaryDatabase } from '../src/storage/temporary-database.ts';

const queue = createQueue();
const leaseMs = 10_000;

console.log('One job a transaction, claimed and completed singly');
await measureSingles();
console.log('\nA worker with 8 jobs in hand, whose handlers do nothing');
await measureWorker(5000);
console.log('\nOne claim while 100,000 jobs are ready');
await measureClaims('1 group', { workspaces: 1, groups: 1, count: 100_000 });
await measureClaims('1,000 groups', { workspaces: 1, groups: 1000, count: 100_000 });
await measureClaims('1,000 workspaces', { workspaces: 1000, groups: 1, count: 100_000 });

async function measureSingles(): Promise<void> {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const count = 1000;
  await rate('enqueue', count, async () => {
    for (const job of makeJobs(1, 1, count)) await queue.enqueue(database, [job]);
  });
  await rate('claim + complete', count, async () => {
    for (;;) {
      const [job] = await queue.claim(database, { worker: 'bench', count: 1, leaseMs });
      if (job === undefined) return;
      await queue.complete(database, job);
    }
  });
  await rate('enqueue, 1,000 in one transaction', 20_000, async () => {
    for (let round = 0; round < 20; round += 1) await queue.enqueue(database, makeJobs(1, 1, 1000));
  });
}

async function measureWorker(count: number): Promise<void> {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  await queue.enqueue(database, makeJobs(1, 10, count));
  const finished = Promise.withResolvers<void>();
  let left = count;
  const run = async () => async () => {
    left -= 1;
    if (left === 0) finished.resolve();
  };
  await rate('claim + run + complete', count, async () => {
    const log = createLog('warn');
    await using _worker = startWorker({ database, queue, handlers: { bench: { run } }, concurrency: 8, log });
    await finished.promise;
  });
}

async function measureClaims(
  name: string,
  { workspaces, groups, count }: { workspaces: number; groups: number; count: number },
): Promise<void> {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const jobs = makeJobs(workspaces, groups, count);
  const start = performance.now();
  for (let from = 0; from < count; from += 5000) await queue.enqueue(database, jobs.slice(from, from + 5000));
  const filled = performance.now() - start;
  const one = await sample(200, () => claim(database, 1));
  const eight = await sample(200, () => claim(database, 8));
  console.log(
    `  ${name}: filled at ${Math.round(count / (filled / 1000))} jobs/s; claim 1 ${one}; claim 8 ${eight}`,
  );
}

async function claim(database: Database, count: number): Promise<void> {
  const jobs = await queue.claim(database, { worker: 'bench', count, leaseMs });
  if (jobs.length !== count) throw new Error(`claimed ${jobs.length} of ${count}`);
}

async function rate(name: string, count: number, work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`  ${name}: ${Math.round(count / ((performance.now() - start) / 1000))}/s`);
}

async function sample(count: number, work: () => Promise<void>): Promise<string> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (count - 1))]!.toFixed(2);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

function makeJobs(workspaces: number, groups: number, count: number): NewJob[] {
  return Array.from({ length: count }, (_, index) => ({
    workspaceId: `workspace${index % workspaces}`,
    groupId: `group${index % groups}`,
    kind: 'bench',
    data: { fileId: `-file${index}` },
    dedupeKey: `-file${index}-${Math.random()}`,
  }));
}
