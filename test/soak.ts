/**
 * Hours of mixed uploads in minutes: `npm run test:soak -- --minutes 60`. Prints the memory of the server and its
 * readers, and fails where the server's still grows after the warm-up.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeTextPdf } from '../fixtures/text-pdf.ts';
import { call, type ServerProcess, startServerProcess, upload } from './server-process.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
const minutes = Number(values.minutes);
const fixtures = resolve(import.meta.dirname, '../fixtures');
const samples = 40;
/** Of the whole run; caches and heap fill first. */
const warmUpShare = 0.4;
/** Of the mean after the warm-up, from its first half to its second. */
const growthMax = 0.15;

type Mix = readonly (readonly [string, string | Uint8Array<ArrayBuffer>])[];

await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-soak-'));
await using server = await startServerProcess(dir.path, { LOG_LEVEL: 'error' });
const { json } = await call(server.url, 'POST', '/documentClassification/createClassification', {
  classificationDetails: {
    name: 'Soak',
    documentTypes: [
      { name: 'Invoice', description: 'A request for payment', uniqueWords: ['amount due'] },
      { name: 'Letter', description: 'A letter', uniqueWords: ['dear'] },
    ],
  },
});
const classificationId: string = json.classificationId;
const mix = await readMix();
const memory: { minute: number; files: number; server: number; readers: number; largest: number }[] = [];
const startedAt = performance.now();
const endsAt = startedAt + minutes * 60_000;
let files = 0;

await Promise.all([load(), watch()]);
console.table(memory);
const warm = memory.slice(Math.ceil(memory.length * warmUpShare)).map((row) => row.server);
const half = Math.floor(warm.length / 2);
const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const growth = mean(warm.slice(half)) / mean(warm.slice(0, half)) - 1;
console.log(
  `${files} files in ${minutes} min; the server grew by ${(growth * 100).toFixed(1)} % after the warm-up`,
);
assert.ok(growth <= growthMax, 'the server still grows');

/** One pile after the other, deleted when it is done: what stays is the server's own. */
async function load(): Promise<void> {
  while (performance.now() < endsAt) {
    const { json: uploaded } = await upload(server.url, classificationId, mix);
    const ids = { classificationId, batchId: uploaded.batchId };
    for (;;) {
      const { json: answer } = await call(server.url, 'POST', '/documentClassification/getResults', ids);
      if (answer.status !== 'waiting') break;
      if (performance.now() > endsAt) return;
      await sleep(250);
    }
    files += mix.length;
    await call(server.url, 'DELETE', '/documentClassification/deleteBatch', ids);
  }
}

async function watch(): Promise<void> {
  for (let index = 0; index < samples; index += 1) {
    await sleep((minutes * 60_000) / samples);
    const readers = childrenOf(server).map(megabytes);
    memory.push({
      minute: Math.round((performance.now() - startedAt) / 6_000) / 10,
      files,
      server: megabytes(server.child.pid!),
      readers: readers.reduce((sum, one) => sum + one, 0),
      largest: Math.max(0, ...readers),
    });
  }
}

/** Every format, two pictures and a PDF of five pages in each pile of text. */
async function readMix(): Promise<Mix> {
  const formats = await readdir(join(fixtures, 'formats'));
  const names = formats.filter((name) => !name.endsWith('.json')).map((name) => join('formats', name));
  const read = async (name: string) =>
    [name.split('/')[1]!, Uint8Array.from(await readFile(join(fixtures, name)))] as const;
  const page = ['Dear Sir or Madam', 'this is page', 'of a letter that has five of them'];
  const texts = Array.from(
    { length: 40 },
    (_, index) => [`${index}.txt`, `Letter ${index}\nDear Jane`] as const,
  );
  return [
    ...texts,
    ['five.pdf', writeTextPdf(Array.from({ length: 5 }, () => page))],
    ...(await Promise.all([...names, 'pages/letter-en.png', 'pages/letter-de.png'].map(read))),
  ];
}

function childrenOf({ child }: ServerProcess): number[] {
  const text = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

function megabytes(pid: number): number {
  try {
    return Math.round((Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6);
  } catch {
    return 0;
  }
}
