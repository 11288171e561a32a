/** kill -9 in the middle of linked extraction: each file ends once in each module, each batch is told of once. */
import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { writeTextPdf } from '../fixtures/text-pdf.ts';
import { eventNames } from '../src/storage/webhook-deliveries.ts';
import {
  batchResults,
  createInvoiceExtraction,
  createLinkedClassification,
  invoiceText,
} from './extraction-calls.ts';
import { results, startServerProcess, testKey, until, upload } from './server-process.ts';
import { startReceiver } from './webhook-receiver.ts';

const filesUploaded = 30;
const environment = { WEBHOOK_ALLOW_PRIVATE: 'true' };

/** Every second file is a PDF of two pages, which the extraction splits. */
const pdfs = filesUploaded / 2;
const pages = filesUploaded + pdfs;

function fileOf(index: number) {
  if (index % 2 === 0) return [`${index}.txt`, invoiceText(index)] as const;
  const page = invoiceText(index).split('\n');
  return [`${index}.pdf`, writeTextPdf([page, page])] as const;
}

/** Extractions finished so far: the kills come in the middle of them, not before and not after. */
function countExtractions(dataDir: string): number {
  const database = new DatabaseSync(join(dataDir, 'mailroom.db'), { readOnly: true });
  try {
    return Object.values(database.prepare('select count(*) from extractions').get() as object)[0] as number;
  } finally {
    database.close();
  }
}

test('each linked file is final exactly once in both modules, whenever the server dies', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-linked-kill-'));
  await using receiver = await startReceiver();
  await using lives = new AsyncDisposableStack();
  const start = async () => lives.use(await startServerProcess(dir.path, environment));
  let server = await start();
  await fetch(`${server.url}/api/v2/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: receiver.url, events: eventNames }),
  });
  const extractionId = await createInvoiceExtraction(server.url, { options: { splitPdfPages: true } });
  const classificationId = await createLinkedClassification(server.url, extractionId);
  const pile = Array.from({ length: filesUploaded }, (_, index) => fileOf(index));
  const { json } = await upload(server.url, classificationId, pile);
  for (const extracted of [1, 8, 16]) {
    await until(`${extracted} extractions`, async () =>
      countExtractions(dir.path) >= extracted ? true : undefined,
    );
    await server.kill();
    server = await start();
  }
  const classified = await results(server.url, classificationId, json.batchId);
  const [link] = classified.files.map((file: any) => file.extraction);
  const extracted = await batchResults(server.url, extractionId, link.batchId);
  assert.deepEqual(
    extracted.files.map((file: any) => [file.status, file.result.invoice_number]).toSorted(),
    pile
      .flatMap((_, index) => Array.from({ length: 1 + (index % 2) }, () => ['processed', `2024-${index}`]))
      .toSorted(),
  );
  assert.equal(new Set(classified.files.map((file: any) => file.extraction.fileId)).size, filesUploaded);
  await until('the events', async () => {
    const events = new Set(receiver.received.map(({ json }) => json.event));
    return events.size === 2 ? true : undefined;
  });
  assert.equal(await server.stop(), 0);
  // Under the same id where the server died between the answer and its note of it.
  const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
  assert.equal(ids.size, 2);
  for (const { json } of receiver.received) {
    const isExtraction = json.event === 'extraction.processed';
    assert.equal(json.result.length, isExtraction ? pages : filesUploaded);
  }

  const database = new DatabaseSync(join(dir.path, 'mailroom.db'), { readOnly: true });
  const count = (query: string) => Object.values(database.prepare(query).get() as object)[0];
  assert.equal(count('select count(*) from jobs'), 0);
  assert.equal(count('select count(*) from files'), filesUploaded + pages);
  assert.equal(count('select count(*) from linked_batches'), 1);
  assert.equal(count('select count(distinct blob_key) from files'), filesUploaded);
  assert.equal(count('select count(distinct reading_key) from files'), filesUploaded, 'read once');
  assert.equal(count("select count(*) from webhook_deliveries where state <> 'delivered'"), 0);
  database.close();
});
