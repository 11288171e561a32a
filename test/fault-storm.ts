/**
 * Everything that breaks, at random moments, while files come in: `npm run test:faults -- 10000`. Each file that
 * was acknowledged must end in exactly one state, each be told of to the webhook, and nothing be left behind.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../src/storage/database.ts';
import { brokenName, checkAnswers, checkEvents, checkRows } from './fault-checks.ts';
import { type FaultCluster, type Machine, pick, startFaultCluster } from './fault-cluster.ts';
import { type Fault, type Lane, lanes } from './fault-kinds.ts';
import { watchStorm } from './fault-watch.ts';
import { call, testKey, upload } from './server-process.ts';

const documentTypes = [
  { name: 'Invoice', description: 'Bill', uniqueWords: ['invoice number', 'amount due'] },
  { name: 'Receipt', description: 'Proof of payment in a shop', uniqueWords: ['cash', 'change'] },
];
const invoice = 'INVOICE\n\nInvoice number: 2024-17\nBill to: Jane Doe\nAmount due: 120.00 EUR';
/** Not a document of any kind: must end `failed`, and only itself. */
const broken = '\u0000\u0001\u0002 no document \u0000\uFFFD';

export type StormPlan = {
  /** To be acknowledged at least; more come in until everything broke once. */
  readonly files: number;
  readonly filesAtOnce: number;
  /** Reader processes of each worker. */
  readonly readers: number;
  /** Uploads side by side. */
  readonly senders: number;
  /** From one upload's answer to the next upload. */
  readonly pauseMs: number;
  /** More files are not sent while so many wait. */
  readonly waitingMax: number;
  readonly faultMs: number;
  /** From one fault to the next in its lane; some rest several times as long. */
  readonly restMs: number;
  /** Until all files are acknowledged, not only once each. */
  readonly breaksAgain: boolean;
  /** Ends the storm early: what was acknowledged by then is waited for and checked. */
  readonly signal?: AbortSignal;
  /** Told after each fault. */
  readonly onFault?: (
    name: string,
    soFar: { acknowledged: number; waiting: number; refused: number },
  ) => void;
};

export type FaultReport = {
  readonly faults: Readonly<Record<string, number>>;
  /** Faults that this computer cannot do, with why. */
  readonly skipped: Readonly<Record<string, string>>;
  readonly acknowledged: number;
  readonly refused: number;
  readonly processed: number;
  readonly failed: number;
  readonly events: number;
  readonly answersReadAgain: number;
  readonly looksInCalm: number;
  readonly secondsToStart: number;
  readonly secondsToCalm: number;
  readonly seconds: number;
};

/** Undefined where PostgreSQL is not installed. */
export async function runFaultStorm(plan: StormPlan): Promise<FaultReport | undefined> {
  const startedAt = performance.now();
  await using cluster = await startFaultCluster(plan);
  if (cluster === undefined) return undefined;
  await using database = await openDatabase(cluster.databaseUrl, { connectionsMax: 3 });
  const classificationId = await prepare(cluster);
  const secondsToStart = secondsSince(startedAt);
  const batches = new Map<string, readonly string[]>();
  const counts: Record<string, number> = {};
  const skipped: Record<string, string> = {};
  const unbroken = new Set(lanes);
  let broken = 0;
  let calmSince = performance.now();
  const watch = watchStorm(cluster, database, classificationId, () => (broken > 0 ? undefined : calmSince));
  let acknowledged = 0;
  let refused = 0;
  const over = new AbortController();
  const end = () => over.abort();
  const isOver = () => over.signal.aborted || plan.signal?.aborted === true;
  const goesOn = () => !isOver() && (acknowledged < plan.files || unbroken.size > 0);

  const sendFiles = async () => {
    for (; goesOn(); await sleep(plan.pauseMs)) {
      if (watch.waiting() > plan.waitingMax) continue;
      const sending = send(pick(cluster, 'api'), classificationId, plan.filesAtOnce);
      const sent = await sending.catch(() => undefined);
      if (sent === undefined) {
        refused += 1;
        continue;
      }
      batches.set(sent.batchId, sent.fileIds);
      watch.add(sent.batchId, sent.fileIds);
      acknowledged += sent.fileIds.length;
    }
  };
  const breakOnce = async (name: string, fault: Fault) => {
    broken += 1;
    const missed = await fault.run(cluster, plan.faultMs, database);
    broken -= 1;
    calmSince = performance.now();
    if (typeof missed === 'string') skipped[name] = missed;
    else counts[name] = (counts[name] ?? 0) + 1;
    plan.onFault?.(name, { acknowledged, waiting: watch.waiting(), refused });
    for (const { name: machine, process, isBroken } of cluster.machines) {
      if (!isBroken) assert.equal(process.child.exitCode, null, `${machine} ended by itself: ${name}`);
    }
  };
  /** Cut short where nothing more is to come: it would only be waited for. */
  const rest = async (ms: number) => {
    const until = performance.now() + ms;
    while (performance.now() < until && goesOn()) await sleep(Math.min(500, ms));
  };
  const breakLane = async (lane: Lane) => {
    do {
      for (const [name, fault] of Object.entries(lane.faults)) {
        const missing = fault.missing?.(cluster);
        if (missing !== undefined) skipped[name] = missing;
        else await breakOnce(name, fault);
        await rest(lane.rests * plan.restMs);
        if (isOver()) return;
      }
      unbroken.delete(lane);
    } while (plan.breaksAgain && goesOn());
  };
  const storm = async () => {
    await Promise.all([...Array.from({ length: plan.senders }, sendFiles), ...lanes.map(breakLane)]);
    const calmAt = performance.now();
    const ends = await checkAnswers(cluster, classificationId, batches);
    await checkEvents(cluster.receiver, batches);
    return { ...ends, secondsToCalm: secondsSince(calmAt) };
  };
  const [ends] = await Promise.all([storm().finally(end), watch.run(over.signal).finally(end)]);
  await checkRows(database);
  return {
    faults: counts,
    skipped,
    acknowledged,
    refused,
    ...ends,
    events: cluster.receiver.received.length,
    answersReadAgain: watch.answersReadAgain(),
    looksInCalm: watch.looksInCalm(),
    secondsToStart,
    seconds: secondsSince(startedAt),
  };
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 100) / 10;
}

async function prepare(cluster: FaultCluster): Promise<string> {
  const { url } = pick(cluster, 'api').process;
  await fetch(`${url}/api/v2/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      url: cluster.receiver.url,
      secret: testKey,
      events: ['classification.processed'],
    }),
  });
  const created = await call(url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'Storm', documentTypes },
  });
  return created.json.classificationId;
}

async function send({ process }: Machine, classificationId: string, count: number) {
  const files = Array.from({ length: count }, (_, index) =>
    index % 10 === 9
      ? ([brokenName, broken] as const)
      : ([`file-${index}.txt`, `${invoice} ${index}`] as const),
  );
  const { status, json } = await upload(process.url, classificationId, files);
  if (status !== 200) return undefined;
  const fileIds: string[] = json.files.map((file: { fileId: string }) => file.fileId);
  return { batchId: json.batchId as string, fileIds };
}

if (process.argv[1] === import.meta.filename) {
  const files = Number(process.argv[2] ?? 10_000);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const report = await runFaultStorm({
    signal: stop.signal,
    files,
    filesAtOnce: 20,
    readers: 2,
    senders: 4,
    pauseMs: 200,
    waitingMax: 300,
    faultMs: 2_000,
    restMs: 12_000,
    breaksAgain: true,
    onFault: (name, soFar) => console.log(Math.round(performance.now() / 1000), name, soFar),
  });
  if (report === undefined) console.log('Skipped: PostgreSQL is not installed (apt-get install postgresql)');
  else {
    const { faults, skipped, ...numbers } = report;
    console.table({ ...faults, ...skipped });
    console.table(numbers);
  }
}
