/**
 * How soon getResults answers while another batch is worked on, against a real server: `node bench/api.ts`.
 * Requests start on a fixed schedule, and each time counts from when its request was due: a server that stalls
 * is charged for those who had to wait (no coordinated omission).
 */

import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, results, startServerProcess, testKey, upload } from '../test/server-process.ts';

const seconds = 20;
/** More than the readers finish in the minute of measuring. */
const backgroundFiles = 30_000;
const path = '/documentClassification/getResults';
const types = [
  { name: 'Invoice', description: 'Bill for goods', uniqueWords: ['invoice number', 'amount due'] },
  { name: 'Receipt', description: 'Proof of payment', uniqueWords: ['cash', 'change', 'thank you'] },
  { name: 'Contract', description: 'Agreement between parties', uniqueWords: ['hereby', 'parties'] },
];

await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-bench-api-'));
await using server = await startServerProcess(folder.path);
const { url } = server;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const created = await call(url, 'POST', '/documentClassification/createClassification', {
  classificationDetails: { name: 'bench', documentTypes: types },
});
const classificationId: string = created.json.classificationId;

console.log('Making a finished batch of 1,000 files…');
const finished = await uploadTexts(1000);
await results(url, classificationId, finished.batchId, 600_000);

console.log(`Uploading ${backgroundFiles} files to be worked on meanwhile…`);
const background = await uploadTexts(1000);
while (background.fileIds.length < backgroundFiles) {
  background.fileIds.push(...(await uploadTexts(1000, background.batchId)).fileIds);
}

await measure('getResults with fileId', 200, 25, () => {
  const fileId = finished.fileIds[Math.floor(Math.random() * finished.fileIds.length)];
  return { classificationId, batchId: finished.batchId, fileId };
});
await measure('getResults of an unfinished batch', 200, 25, () => ({
  classificationId,
  batchId: background.batchId,
}));
await measure('getResults of a finished 1,000-file batch', 10, 250, () => ({
  classificationId,
  batchId: finished.batchId,
}));
if ((await ask({ classificationId, batchId: background.batchId })).status !== 'waiting') {
  throw new Error('The batch in the background ended while results were measured; give it more files');
}
agent.destroy();

async function uploadTexts(count: number, batchId?: string): Promise<{ batchId: string; fileIds: string[] }> {
  const files = Array.from({ length: count }, (_, index): [string, string] => [
    `file-${index}.txt`,
    `INVOICE\nInvoice number: ${index}\nAmount due: ${index}.00\n${'Goods as ordered. '.repeat(50)}`,
  ]);
  const { status, json } = await upload(url, classificationId, files, batchId);
  if (status !== 200) throw new Error(json.message);
  return { batchId: json.batchId, fileIds: json.files.map((file: { fileId: string }) => file.fileId) };
}

async function measure(name: string, perSecond: number, p99MsMax: number, body: () => object): Promise<void> {
  const count = perSecond * seconds;
  const start = performance.now();
  const pending: Promise<number>[] = [];
  while (pending.length < count) {
    const due = start + (pending.length * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await new Promise((wake) => setTimeout(wake, early));
    pending.push(ask(body()).then(() => performance.now() - due));
  }
  const times = (await Promise.all(pending)).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  const verdict = at(0.99) <= p99MsMax ? 'ok' : `over ${p99MsMax} ms`;
  console.log(
    `${name}, ${perSecond}/s for ${seconds} s: p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms, ` +
      `max ${at(1).toFixed(1)} ms (${verdict})`,
  );
}

/** node:http, which does less than fetch, so that the asker is not what is measured. */
async function ask(body: object): Promise<{ status: string }> {
  const asking = request(`${url}/api/v1${path}`, {
    agent,
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
  });
  asking.end(JSON.stringify(body));
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece);
  if (response.statusCode !== 200) throw new Error(`getResults answered ${response.statusCode}`);
  // The beginning tells the status; the whole of a large answer is not worth parsing here.
  const status = /^\{"status":"(\w+)"/.exec(pieces[0]?.toString('latin1') ?? '')?.[1];
  return { status: status ?? '' };
}
