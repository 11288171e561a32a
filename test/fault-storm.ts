/**
 * Everything that breaks, at random moments, while files come in: `npm run test:faults -- 10000`. Each file that
 * was acknowledged must end in exactly one state, each be told of to the webhook, and nothing be left behind.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase } from '../src/storage/database.ts';
import { type FaultCluster, type Machine, startFaultCluster } from './fault-cluster.ts';
import { call, results, testKey, until, upload } from './server-process.ts';
import { type Receiver, startReceiver } from './webhook-receiver.ts';

const documentTypes = [
  { name: 'Invoice', description: 'Bill', uniqueWords: ['invoice number', 'amount due'] },
  { name: 'Receipt', description: 'Proof of payment in a shop', uniqueWords: ['cash', 'change'] },
];
const invoice = 'INVOICE\n\nInvoice number: 2024-17\nBill to: Jane Doe\nAmount due: 120.00 EUR';
/** Not a document of any kind: must end `failed`, and only itself. */
const broken = '\u0000\u0001\u0002 no document \u0000\uFFFD';
const faultMs = 3_000;
const restMs = 2_000;
const filesAtOnce = 20;

export type FaultReport = {
  readonly faults: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly refused: number;
  readonly processed: number;
  readonly failed: number;
  readonly events: number;
  readonly secondsToCalm: number;
  readonly seconds: number;
};

type Fault = (cluster: FaultCluster) => Promise<unknown>;

type Mode = Parameters<FaultCluster['store']['set']>[0];

const during = async (set: (mode: Mode) => void, mode: Mode) => {
  set(mode);
  await sleep(faultMs);
  set('pass');
};

const faults: Readonly<Record<string, Fault>> = {
  'kill -9 of an API process': (cluster) => cluster.kill(pick(cluster, 'api')),
  'kill -9 of a worker': (cluster) => cluster.kill(pick(cluster, 'worker')),
  'kill -9 of a reader process': async (cluster) => cluster.killReader(pick(cluster, 'worker')),
  'PostgreSQL restarted': (cluster) => cluster.restartPostgres(),
  'database connections cut': ({ database }) => during(database.set, 'cut'),
  'database silent': ({ database }) => during(database.set, 'silent'),
  'store answers 500': ({ store }) => during(store.set, 'failing'),
  'store slow': ({ store }) => during(store.set, 'slow'),
  'store silent': ({ store }) => during(store.set, 'silent'),
  'store not there': ({ store }) => during(store.set, 'cut'),
};

/** Undefined where PostgreSQL is not installed. */
export async function runFaultStorm(filesWanted: number): Promise<FaultReport | undefined> {
  const startedAt = performance.now();
  await using receiver = await startReceiver();
  await using cluster = await startFaultCluster({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  if (cluster === undefined) return undefined;
  const classificationId = await prepare(cluster, receiver);
  const batches = new Map<string, readonly string[]>();
  const counts: Record<string, number> = {};
  let acknowledged = 0;
  let refused = 0;
  let everythingBroke = false;

  const sendFiles = async () => {
    while (acknowledged < filesWanted || !everythingBroke) {
      const sent = await send(pick(cluster, 'api'), classificationId).catch(() => undefined);
      if (sent === undefined) {
        refused += 1;
        await sleep(200);
        continue;
      }
      batches.set(sent.batchId, sent.fileIds);
      acknowledged += sent.fileIds.length;
    }
  };
  const breakThings = async () => {
    while (acknowledged < filesWanted || !everythingBroke) {
      for (const [name, fault] of Object.entries(faults)) {
        await fault(cluster);
        counts[name] = (counts[name] ?? 0) + 1;
        for (const { name: machine, process } of cluster.machines) {
          assert.equal(process.child.exitCode, null, `${machine} ended by itself after: ${name}`);
        }
        await sleep(restMs);
      }
      everythingBroke = true;
    }
  };
  await Promise.all([sendFiles(), breakThings()]);
  const calmAt = performance.now();
  const ends = await checkAnswers(cluster, classificationId, batches);
  const secondsToCalm = (performance.now() - calmAt) / 1000;
  await checkEvents(receiver, batches);
  await checkRows(cluster);
  const events = receiver.received.length;
  const seconds = (performance.now() - startedAt) / 1000;
  return { faults: counts, acknowledged, refused, ...ends, events, secondsToCalm, seconds };
}

async function prepare(cluster: FaultCluster, receiver: Receiver): Promise<string> {
  const { url } = pick(cluster, 'api').process;
  await fetch(`${url}/api/v2/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: receiver.url, secret: testKey, events: ['classification.processed'] }),
  });
  const created = await call(url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'Storm', documentTypes },
  });
  return created.json.classificationId;
}

async function send({ process }: Machine, classificationId: string) {
  const files = Array.from({ length: filesAtOnce }, (_, index) =>
    index % 10 === 9
      ? (['broken.bin', broken] as const)
      : ([`file-${index}.txt`, `${invoice} ${index}`] as const),
  );
  const { status, json } = await upload(process.url, classificationId, files);
  if (status !== 200) return undefined;
  const fileIds: string[] = json.files.map((file: { fileId: string }) => file.fileId);
  return { batchId: json.batchId as string, fileIds };
}

async function checkAnswers(
  cluster: FaultCluster,
  classificationId: string,
  batches: ReadonlyMap<string, readonly string[]>,
): Promise<{ processed: number; failed: number }> {
  let processed = 0;
  let failed = 0;
  for (const [batchId, fileIds] of batches) {
    const { url } = pick(cluster, 'api').process;
    const { files } = await results(url, classificationId, batchId, 1_200_000);
    assert.deepEqual(files.map((file: { fileId: string }) => file.fileId).sort(), fileIds.toSorted());
    for (const { status, fileName, error } of files) {
      const expected = fileName === 'broken.bin' ? 'failed' : 'processed';
      assert.equal(status, expected, `${fileName}: ${error ?? ''}`);
      if (status === 'processed') processed += 1;
      else failed += 1;
    }
  }
  return { processed, failed };
}

async function checkEvents(
  receiver: Receiver,
  batches: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  await until(
    'the webhook to be told of every file',
    async () => {
      const told = new Set(receiver.received.flatMap(({ json }) => json.result.map((file) => file.fileId)));
      return [...batches.values()].flat().every((fileId) => told.has(fileId)) ? true : undefined;
    },
    // An attempt that a fault ended is made again after five minutes at most by then.
    600_000,
  );
}

async function checkRows({ databaseUrl }: FaultCluster): Promise<void> {
  await using database = await openDatabase(databaseUrl);
  const count = async (query: string) => {
    const { rows } = await sql
      .raw<{ count: number }>(`select count(*) as count from ${query}`)
      .execute(database);
    return Number(rows[0]!.count);
  };
  assert.equal(await count("files where state = 'waiting'"), 0, 'files left waiting');
  assert.equal(await count('jobs'), 0, 'jobs left');
  assert.equal(await count('job_groups'), 0, 'counters of jobs that are gone');
  const twice = 'select file_id from results group by file_id, segment having count(*) > 1';
  assert.equal(await count(`(${twice}) as twice`), 0, 'a file with two results');
  const contradicted = "files where (state = 'processed') <> (id in (select file_id from results))";
  assert.equal(await count(contradicted), 0, 'a state that its result contradicts');
}

function pick({ machines }: FaultCluster, role: Machine['role']): Machine {
  const ofRole = machines.filter((machine) => machine.role === role);
  return ofRole[Math.floor(Math.random() * ofRole.length)]!;
}

if (process.argv[1] === import.meta.filename) {
  const report = await runFaultStorm(Number(process.argv[2] ?? 10_000));
  if (report === undefined) console.log('Skipped: PostgreSQL is not installed (apt-get install postgresql)');
  else {
    const { faults: counts, ...numbers } = report;
    console.table(counts);
    console.table(numbers);
  }
}
