/**
 * Two workers against one, each with one reader: `node bench/postgres.ts bench/workers.ts`. An API process and its
 * workers share PostgreSQL and a folder of blobs; the same files are worked on by one worker, then by two.
 */
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invoicePage, writeTextPdf } from '../fixtures/text-pdf.ts';
import { createTemporaryPlace } from '../src/storage/temporary-database.ts';
import { call, results, type ServerProcess, startServerProcess, upload } from '../test/server-process.ts';

const files = 150;
const pagesPerFile = 10;
const rounds = 3;

await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-bench-workers-'));
await using place = await createTemporaryPlace(folder.path);
if (place.location === folder.path) throw new Error('Run it by node bench/postgres.ts bench/workers.ts');
const environment = { DATABASE_URL: place.location, PUBLIC_URL: 'http://mailroom.bench', READERS: '1' };
const start = (role: string) => startServerProcess(folder.path, { ...environment, ROLE: role });

await using api = await start('api');
const { json: created } = await call(api.url, 'POST', '/documentClassification/createClassification', {
  classificationDetails: {
    name: 'bench',
    documentTypes: [
      { name: 'Invoice', description: 'Bill for goods', uniqueWords: ['invoice number', 'amount due'] },
      { name: 'Contract', description: 'Agreement between parties', uniqueWords: ['hereby', 'parties'] },
    ],
  },
});

for (let round = 1; round <= rounds; round += 1) {
  const one = await measure(1);
  const two = await measure(2);
  console.log(
    `round ${round}: one worker ${one.toFixed(0)} pages/s, two ${two.toFixed(0)}, ratio ${(two / one).toFixed(2)}`,
  );
}

async function measure(count: number): Promise<number> {
  const workers: ServerProcess[] = [];
  for (let index = 0; index < count; index += 1) workers.push(await start('worker'));
  await work(20 * count);
  const startedAt = performance.now();
  await work(files);
  const seconds = (performance.now() - startedAt) / 1000;
  for (const worker of workers) await worker.stop();
  return (files * pagesPerFile) / seconds;
}

async function work(fileCount: number): Promise<void> {
  const named = Array.from({ length: fileCount }, (_, file) => {
    const pages = Array.from({ length: pagesPerFile }, (_, page) => invoicePage(file * pagesPerFile + page));
    return [`file-${file}.pdf`, writeTextPdf(pages)] as const;
  });
  const { json } = await upload(api.url, created.classificationId, named);
  await results(api.url, created.classificationId, json.batchId, 600_000);
}
