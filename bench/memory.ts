/** Memory of the server process over 5,000 files: it must not grow with what was processed. */
import { readFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, results, startServerProcess, upload } from '../test/server-process.ts';

const files = Number(process.argv[2] ?? 5_000);
const perUpload = 250;
const documentTypes = [
  {
    name: 'Invoice',
    description: 'Bill for goods or services',
    uniqueWords: ['invoice number', 'amount due'],
  },
  {
    name: 'Receipt',
    description: 'Proof of payment in a shop',
    uniqueWords: ['cash', 'change', 'thank you'],
  },
];

await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-memory-'));
await using server = await startServerProcess(dir.path);
const created = await call(server.url, 'POST', '/documentClassification/createClassification', {
  classificationDetails: { name: 'Bench', documentTypes },
});
const classificationId = created.json.classificationId as string;
const startedAt = performance.now();
for (let done = 0; done < files; done += perUpload) {
  const pile = Array.from({ length: perUpload }, (_, index) => {
    const text = `INVOICE\n\nInvoice number: ${done + index}\nAmount due: ${index}.00 EUR\n${'Article of the catalogue 1.00\n'.repeat(40)}`;
    return [`file-${done + index}.txt`, text] as const;
  });
  const { json } = await upload(server.url, classificationId, pile);
  await results(server.url, classificationId, json.batchId, 600_000);
  if ((done + perUpload) % 1_000 === 0) {
    console.log(`${done + perUpload} files: ${megabytes(server.child.pid!)} MB resident`);
  }
}
console.log(
  `${(files / ((performance.now() - startedAt) / 1000)).toFixed(0)} small text files/s, upload to result`,
);

function megabytes(pid: number): number {
  return Math.round((Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4_096) / 1024 / 1024);
}
