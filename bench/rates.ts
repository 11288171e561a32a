/**
 * How many uploads and results a second one API process manages when as much is asked as it can take:
 * `node bench/rates.ts`, on PostgreSQL `node bench/postgres.ts bench/rates.ts`. "Per core" is by the processor time of
 * the API process itself; its asker, the readers and PostgreSQL have their own.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { call, results, startServerProcess, testKey, upload } from '../test/server-process.ts';

const seconds = 10;
const askersAtOnce = 8;
const boundary = 'mailroom-bench';
const form = `multipart/form-data; boundary=${boundary}`;

await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-bench-rates-'));
await using server = await startServerProcess(folder.path, {
  REQUESTS_PER_MINUTE: '10000000',
  MAX_OPEN_FILES: '10000000',
  READERS: '1',
});
const agent = new Agent({ keepAlive: true, maxSockets: askersAtOnce });
const { json: created } = await call(server.url, 'POST', '/documentClassification/createClassification', {
  classificationDetails: {
    name: 'bench',
    documentTypes: [
      { name: 'Invoice', description: 'Bill for goods', uniqueWords: ['invoice number', 'amount due'] },
      { name: 'Receipt', description: 'Proof of payment', uniqueWords: ['cash', 'change'] },
    ],
  },
});
const { classificationId } = created;
const { json: finished } = await upload(
  server.url,
  classificationId,
  Array.from({ length: 1000 }, (_, index) => [`file-${index}.txt`, textOf(index)] as const),
);
await results(server.url, classificationId, finished.batchId, 600_000);
const { batchId } = finished;
const fileIds: string[] = finished.files.map((file: { fileId: string }) => file.fileId);

await measure('getResults of one file', 1, (count) => {
  const fileId = fileIds[count % fileIds.length];
  return ask('getResults', 'application/json', JSON.stringify({ classificationId, batchId, fileId }));
});
await measure('getResults of 1,000 files', 1, () =>
  ask('getResults', 'application/json', JSON.stringify({ classificationId, batchId })),
);
await measure('uploads of one file', 1, (count) => ask('uploadFiles', form, formOf(count, 1)));
await measure('uploads of twenty files, by file', 20, (count) => ask('uploadFiles', form, formOf(count, 20)));
agent.destroy();

async function measure(what: string, each: number, work: (count: number) => Promise<void>): Promise<void> {
  for (let count = 0; count < 20; count += 1) await work(count);
  const times: number[] = [];
  const startedAt = performance.now();
  const processorAt = processorSeconds();
  const askOn = async () => {
    while (performance.now() < startedAt + seconds * 1000) {
      const at = performance.now();
      await work(times.length);
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: askersAtOnce }, askOn));
  const wall = (performance.now() - startedAt) / 1000;
  const processor = processorSeconds() - processorAt;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
  const done = times.length * each;
  console.log(
    `${what}: ${(done / wall).toFixed(0)}/s, ${(done / processor).toFixed(0)}/s per core; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
  );
}

/** User and system time of the API process; the kernel counts in hundredths. */
function processorSeconds(): number {
  const fields = readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function textOf(index: number): string {
  return `INVOICE\nInvoice number: ${index}\nAmount due: ${index}.00\n${'Goods as ordered. '.repeat(50)}`;
}

function formOf(index: number, files: number): string {
  const part = (head: string, content: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  const parts = Array.from({ length: files }, (_, file) =>
    part(`name="files"; filename="file-${index}-${file}.txt"`, textOf(index * files + file)),
  );
  return `${part('name="classificationId"', classificationId)}${parts.join('')}--${boundary}--\r\n`;
}

async function ask(name: string, contentType: string, body: string): Promise<void> {
  const sent = request(`${server.url}/api/v1/documentClassification/${name}`, {
    agent,
    method: 'POST',
    headers: {
      authorization: `Bearer ${testKey}`,
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
    },
  });
  sent.end(body);
  const [response] = await once(sent, 'response');
  const answer = await readText(response);
  if (response.statusCode !== 200) throw new Error(`${name} answered ${response.statusCode}: ${answer}`);
}
