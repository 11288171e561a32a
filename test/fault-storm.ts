/**
 * Everything that breaks, at random moments, while files come in: `npm run test:faults -- 10000`. Each file that
 * was acknowledged must end in exactly one state, each be told of to the webhook, and nothing be left behind.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { brokenName, checkAnswers, checkEvents, checkRows } from './fault-checks.ts';
import { type FaultCluster, type Machine, pick, startFaultCluster } from './fault-cluster.ts';
import { type Fault, machineFaults, sharedFaults } from './fault-kinds.ts';
import { call, testKey, upload } from './server-process.ts';
import { type Receiver, startReceiver } from './webhook-receiver.ts';

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
  /** From one upload's answer to the next upload. */
  readonly pauseMs: number;
  readonly faultMs: number;
  /** From one fault to the next; machines and what they lean on break independently of each other. */
  readonly restMs: number;
  /** Until all files are acknowledged, not only once each. */
  readonly breaksAgain: boolean;
};

export type FaultReport = {
  readonly faults: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly refused: number;
  readonly processed: number;
  readonly failed: number;
  readonly events: number;
  readonly secondsToStart: number;
  readonly secondsToCalm: number;
  readonly seconds: number;
};

/** Undefined where PostgreSQL is not installed. */
export async function runFaultStorm(plan: StormPlan): Promise<FaultReport | undefined> {
  const startedAt = performance.now();
  await using receiver = await startReceiver();
  await using cluster = await startFaultCluster({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  if (cluster === undefined) return undefined;
  const classificationId = await prepare(cluster, receiver);
  const secondsToStart = (performance.now() - startedAt) / 1000;
  const batches = new Map<string, readonly string[]>();
  const counts: Record<string, number> = {};
  const lanes = new Set([machineFaults, sharedFaults]);
  let acknowledged = 0;
  let refused = 0;
  const goesOn = () => acknowledged < plan.files || lanes.size > 0;

  const sendFiles = async () => {
    while (goesOn()) {
      const sent = await send(pick(cluster, 'api'), classificationId, plan.filesAtOnce).catch(
        () => undefined,
      );
      await sleep(plan.pauseMs);
      if (sent === undefined) {
        refused += 1;
        continue;
      }
      batches.set(sent.batchId, sent.fileIds);
      acknowledged += sent.fileIds.length;
    }
  };
  const breakThings = async (lane: Readonly<Record<string, Fault>>) => {
    do {
      for (const [name, fault] of Object.entries(lane)) {
        await fault(cluster, plan.faultMs);
        counts[name] = (counts[name] ?? 0) + 1;
        for (const { name: machine, process, isBroken } of cluster.machines) {
          if (!isBroken) assert.equal(process.child.exitCode, null, `${machine} ended by itself: ${name}`);
        }
        await sleep(plan.restMs);
      }
      lanes.delete(lane);
    } while (plan.breaksAgain && goesOn());
  };
  await Promise.all([sendFiles(), ...[...lanes].map(breakThings)]);
  const calmAt = performance.now();
  const ends = await checkAnswers(cluster, classificationId, batches);
  await checkEvents(receiver, batches);
  const secondsToCalm = (performance.now() - calmAt) / 1000;
  await checkRows(cluster);
  const events = receiver.received.length;
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    faults: counts,
    acknowledged,
    refused,
    ...ends,
    events,
    secondsToStart,
    secondsToCalm,
    seconds,
  };
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
  const times = { pauseMs: 200, faultMs: 3_000, restMs: 2_000 };
  const report = await runFaultStorm({ files, filesAtOnce: 20, breaksAgain: true, ...times });
  if (report === undefined) console.log('Skipped: PostgreSQL is not installed (apt-get install postgresql)');
  else {
    const { faults: counts, ...numbers } = report;
    console.table(counts);
    console.table(numbers);
  }
}
