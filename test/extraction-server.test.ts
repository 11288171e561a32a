/** The data-extraction module as a client sees it: a real server, real readers. */
import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { invoicePage, writeTextPdf } from '../fixtures/text-pdf.ts';
import {
  batchResults,
  createInvoiceExtraction,
  createLinkedClassification,
  invoiceText,
  uploadToExtraction,
} from './extraction-calls.ts';
import { call, results, type ServerProcess, startServerProcess, testKey, upload } from './server-process.ts';

const stack = new AsyncDisposableStack();
let server: ServerProcess;

before(async () => {
  const dir = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-extraction-')));
  server = stack.use(await startServerProcess(dir.path));
});
after(() => stack.disposeAsync());

test('from the fields to the values, and a broken file fails alone', async () => {
  const extractionId = await createInvoiceExtraction(server.url);
  const { json } = await uploadToExtraction(server.url, extractionId, [
    ['invoice.txt', invoiceText(117)],
    ['broken.pdf', '%PDF-1.7\nnothing of a PDF follows'],
  ]);
  assert.deepEqual(Object.keys(json), ['status', 'extractionId', 'batchId', 'files']);
  const answer = await batchResults(server.url, extractionId, json.batchId);
  assert.deepEqual(Object.keys(answer), ['extractionId', 'batchId', 'files']);
  const [invoice, broken] = answer.files;
  assert.deepEqual(Object.keys(invoice), ['fileId', 'fileName', 'status', 'result', 'url']);
  assert.equal(invoice.result.invoice_number, '2024-117');
  assert.deepEqual(Object.keys(invoice.result), ['invoice_number', 'seller_vat', 'bank', 'items']);
  assert.deepEqual(Object.keys(broken), ['fileId', 'fileName', 'status', 'error', 'url']);
  assert.equal(broken.status, 'failed');
  assert.match(broken.error, /PDF/);
  assert.equal(await (await fetch(invoice.url)).text(), invoiceText(117));

  const evidence = await fetch(`${server.url}/api/v2/extracted-files/${invoice.fileId}`, {
    headers: { authorization: `Bearer ${testKey}` },
  });
  const { values, ...file } = (await evidence.json()) as Record<string, any>;
  assert.deepEqual([file.name, file.state, file.extractionId], ['invoice.txt', 'processed', extractionId]);
  const number = values.find((value: any) => value.path === 'invoice_number');
  assert.deepEqual([number.text, number.evidence[0].text], ['2024-117', '2024-117']);
  assert.deepEqual([number.kind, number.source, number.evidence[0].page], ['text', 'page', 1]);
});

test('what is not found is "", in nested objects too, and a list without entries []', async () => {
  const extractionId = await createInvoiceExtraction(server.url);
  const { json } = await uploadToExtraction(server.url, extractionId, [
    ['note.txt', 'Nothing is asked here.'],
  ]);
  const { files } = await batchResults(server.url, extractionId, json.batchId);
  assert.deepEqual(files[0].result, {
    invoice_number: '',
    seller_vat: '',
    bank: { iban: '', bic: '' },
    items: [],
  });
});

test('specificPageProcessing reads values from these pages only', async () => {
  const fields = [{ key: 'invoice_number', description: 'Invoice number' }];
  const options = { specificPageProcessing: true, specificPageProcessingOptions: { from: 2, to: 2 } };
  const extractionId = await createInvoiceExtraction(server.url, { fields, options });
  const late = await createInvoiceExtraction(server.url, {
    fields,
    options: { specificPageProcessing: true, from: 8, to: 9 },
  });
  const pdf = writeTextPdf([invoicePage(1), invoicePage(2)]);
  const first = await uploadToExtraction(server.url, extractionId, [['two.pdf', pdf]]);
  const second = await uploadToExtraction(server.url, late, [['two.pdf', pdf]]);
  const found = await batchResults(server.url, extractionId, first.json.batchId);
  const none = await batchResults(server.url, late, second.json.batchId);
  assert.match(found.files[0].result.invoice_number, /2$/);
  assert.equal(none.files[0].error, 'The extraction asks for pages 8 to 9; this file has 2');
});

test('splitPdfPages makes each page of a PDF a file with values of its own', async () => {
  const fields = [{ key: 'invoice_number', description: 'Invoice number' }];
  const extractionId = await createInvoiceExtraction(server.url, {
    fields,
    options: { splitPdfPages: true, specificPageProcessing: true, from: 2, to: 3 },
  });
  const pdf = writeTextPdf([1, 2, 3, 4].map(invoicePage));
  const { json } = await uploadToExtraction(server.url, extractionId, [
    ['pile.pdf', pdf],
    ['one.pdf', writeTextPdf([['nothing'], invoicePage(5)])],
    ['note.txt', invoiceText(7)],
  ]);
  assert.equal(json.files.length, 3, 'the upload answers with what was uploaded');
  const asked = { extractionId, batchId: json.batchId };
  const { files } = await batchResults(server.url, extractionId, json.batchId);
  assert.deepEqual(
    files.map((file: any) => [file.fileName, file.result.invoice_number]),
    [
      ['pile (page 2).pdf', 'INV-10002'],
      ['pile (page 3).pdf', 'INV-10003'],
      ['one (page 2).pdf', 'INV-10005'],
      ['note.txt', '2024-7'],
    ],
  );
  assert.equal(files[0].fileId, json.files[0].fileId, 'the id of the upload is that of the first page');
  assert.equal(new Set(files.map((file: any) => file.fileId)).size, 4);
  const view = await call(server.url, 'POST', '/viewExtraction', { extractionId });
  assert.equal(view.json.extractionDetails.batches[json.batchId].filesNo, 4);

  // A page goes alone; the original stays as long as another page is there.
  const gone = await call(server.url, 'DELETE', '/deleteExtraction', { ...asked, fileId: files[0].fileId });
  assert.equal(gone.status, 200);
  const kept = await batchResults(server.url, extractionId, json.batchId);
  assert.deepEqual(
    kept.files.map((file: any) => [file.fileId, file.result]),
    files.slice(1).map((file: any) => [file.fileId, file.result]),
  );
  const original = await (await fetch(kept.files[0].url)).bytes();
  assert.equal(Buffer.compare(original, pdf), 0);
});

test('a linked PDF is split too, and its pages go when a person says that it is no invoice', async () => {
  const extractionId = await createInvoiceExtraction(server.url, { options: { splitPdfPages: true } });
  const classificationId = await createLinkedClassification(server.url, extractionId);
  const { json } = await upload(server.url, classificationId, [
    ['two.pdf', writeTextPdf([invoicePage(1), invoicePage(2)])],
    ['invoice.txt', invoiceText(9)],
  ]);
  const { files } = await results(server.url, classificationId, json.batchId);
  const { extraction } = files[0];
  const split = await batchResults(server.url, extractionId, extraction.batchId);
  assert.deepEqual(
    split.files.map((file: any) => file.fileName),
    ['two (page 1).pdf', 'two (page 2).pdf', 'invoice.txt'],
  );
  assert.equal(split.files[0].fileId, extraction.fileId);
  const correction = await fetch(`${server.url}/api/v2/corrections`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ fileIds: [files[0].fileId], documentType: 'Receipt' }),
  });
  assert.equal(correction.status, 200, await correction.text());
  const left = await batchResults(server.url, extractionId, extraction.batchId);
  assert.deepEqual(
    left.files.map((file: any) => file.fileName),
    ['invoice.txt'],
  );
});

test('a classified file of a linked type is extracted too: the ids answer in both modules', async () => {
  const extractionId = await createInvoiceExtraction(server.url);
  const classificationId = await createLinkedClassification(server.url, extractionId);
  const { json } = await upload(server.url, classificationId, [
    ['invoice 1.txt', invoiceText(1)],
    ['receipt.txt', 'RECEIPT\n\nCoffee 3.00\nCash 5.00\nChange 2.00\nThank you!'],
    ['invoice 2.txt', invoiceText(2)],
  ]);
  const classified = await results(server.url, classificationId, json.batchId);
  const [one, receipt, two] = classified.files;
  assert.deepEqual(Object.keys(one), ['fileId', 'fileName', 'status', 'result', 'extraction', 'url']);
  assert.deepEqual(Object.keys(receipt), ['fileId', 'fileName', 'status', 'result', 'url']);
  assert.equal(one.extraction.extractionId, extractionId);
  assert.equal(one.extraction.batchId, two.extraction.batchId, 'one batch for both');
  const extracted = await batchResults(server.url, extractionId, one.extraction.batchId);
  assert.deepEqual(
    extracted.files.map((file: any) => [file.fileName, file.result.invoice_number]),
    [
      ['invoice 1.txt', '2024-1'],
      ['invoice 2.txt', '2024-2'],
    ],
  );
  const { json: view } = await call(server.url, 'POST', '/viewExtraction', { extractionId });
  assert.deepEqual(Object.keys(view.extractionDetails.batches), [one.extraction.batchId]);

  // Deleting the classification leaves the extraction whole: rows, values and the shared original.
  await call(server.url, 'DELETE', '/documentClassification/deleteClassification', { classificationId });
  const kept = await batchResults(server.url, extractionId, one.extraction.batchId);
  assert.equal(kept.files[0].result.invoice_number, '2024-1');
  assert.equal(await (await fetch(kept.files[0].url)).text(), invoiceText(1));
});

test('deleting an extraction leaves the classification whole, without ids that lead nowhere', async () => {
  const extractionId = await createInvoiceExtraction(server.url);
  const classificationId = await createLinkedClassification(server.url, extractionId);
  const { json } = await upload(server.url, classificationId, [['invoice.txt', invoiceText(3)]]);
  const { files } = await results(server.url, classificationId, json.batchId);
  await batchResults(server.url, extractionId, files[0].extraction.batchId);
  const { status } = await call(server.url, 'DELETE', '/deleteExtraction', { extractionId });
  assert.equal(status, 200);
  const kept = await results(server.url, classificationId, json.batchId);
  assert.deepEqual(Object.keys(kept.files[0]), ['fileId', 'fileName', 'status', 'result', 'url']);
  assert.equal(await (await fetch(kept.files[0].url)).text(), invoiceText(3));
  // Other changes go through, though the type still names the deleted extraction.
  const types = [
    { name: 'Invoice', description: 'Bill', uniqueWords: ['invoice number'], extractionId },
    { name: 'Letter', description: 'A letter', uniqueWords: ['dear'] },
  ];
  const changed = await call(server.url, 'PATCH', '/documentClassification/updateClassification', {
    classificationId,
    classificationDetails: { documentTypes: types },
  });
  assert.equal(changed.status, 200);
  const later = await upload(server.url, classificationId, [['invoice.txt', invoiceText(4)]]);
  const answer = await results(server.url, classificationId, later.json.batchId);
  assert.equal(answer.files[0].status, 'processed');
  assert.ok(!('extraction' in answer.files[0]));
});
