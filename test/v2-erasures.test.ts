import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Database, openDatabase } from '../src/storage/database.ts';
import { openDiskBlobs } from '../src/storage/disk-blobs.ts';
import { until } from './server-process.ts';
import { type DeskServer, formOf, type Json, officeTypes, startDesk } from './v2-server.ts';

let server: DeskServer;
let database: Database;
let classificationId: string;

const tablesOfFiles = [
  'files',
  'results',
  'extractions',
  'corrections',
  'value_edits',
  'lessons',
  'labelled_files',
  'evaluation_answers',
  'linked_files',
] as const;
const invoice = 'INVOICE\nInvoice number 12\nBill to: Ann\nAmount due 40.00 EUR\nTotal 40.00 EUR';

before(async () => {
  server = await startDesk();
  database = await openDatabase(server.location);
  const fields = [{ key: 'total', description: 'The total', type: 'string' }];
  const template = await ask('POST', '/templates', { name: 'Totals', fields });
  const documentTypes = officeTypes.map((type) => ({ ...type, extractionId: template.json.id }));
  classificationId = (await ask('POST', '/classifications', { name: 'Post', documentTypes })).json.id;
});
after(async () => {
  await database.destroy();
  await server[Symbol.asyncDispose]();
});

test('an erasure leaves no row and no blob of the file, and its receipt says so', async () => {
  const file = await upload('private name.txt', invoice);
  const linked = (await ask('GET', `/files/${file.id}`)).json.extraction;
  const edits = { values: [{ path: 'total', text: '41.00' }] };
  assert.equal((await ask('POST', `/extracted-files/${linked.fileId}/edits`, edits)).status, 204);
  await ask('POST', '/corrections', { fileIds: [file.id], documentType: 'Invoice' });

  const erased = await ask('POST', '/erasures', { fileId: file.id });
  assert.equal(erased.status, 200, erased.text);
  const { at, by, ...receipt } = erased.json;
  assert.deepEqual(receipt.fileIds.toSorted(), [file.id, linked.fileId].toSorted());
  assert.equal(by.name, 'first');
  assert.ok(Math.abs(Date.now() - Date.parse(at)) < 600_000);
  assert.deepEqual(receipt.counts, {
    results: 1,
    extractions: 1,
    corrections: 1,
    valuesByHand: 1,
    lessons: 1,
    labels: 0,
    evaluationAnswers: 0,
  });
  assert.deepEqual(receipt.blobs, { deleted: 2, pending: [] });
  for (const table of tablesOfFiles) {
    assert.deepEqual(await database.selectFrom(table).selectAll().execute(), [], table);
  }
  assert.deepEqual(await blobKeys(), []);
  const { items } = (await ask('GET', '/audit-events?action=erasures.receipt')).json;
  assert.deepEqual(JSON.parse(items[0].summary), receipt);
  assert.doesNotMatch(JSON.stringify((await ask('GET', '/audit-events')).json), /private name/);
  assert.equal((await ask('POST', '/erasures', { fileId: file.id })).status, 404);
});

test('by content, every copy goes and nothing else', async () => {
  const copies = [await upload('one.txt', invoice), await upload('two.txt', invoice)];
  const other = await upload('other.txt', `${invoice}\nAnother one`);
  const rows = await database.selectFrom('files').select(['id', 'sha256']).execute();
  const { sha256 } = rows.find((row) => row.id === copies[0]!.id)!;
  const erased = (await ask('POST', '/erasures', { sha256 })).json;
  assert.deepEqual(erased.sha256, [sha256]);
  assert.equal(erased.fileIds.length, 4);
  const left = await database.selectFrom('files').select(['id', 'sha256']).execute();
  assert.equal(left.length, 2);
  assert.ok(left.every((row) => row.sha256 !== sha256) && left.some((row) => row.id === other.id));
  assert.equal((await blobKeys()).length, 2);
  assert.equal((await ask('GET', `/files/${other.id}/original`)).status, 200);
  assert.equal((await ask('POST', '/erasures', { sha256 })).status, 404);
  assert.equal((await ask('POST', '/erasures', { sha256, fileId: other.id })).status, 400);
  assert.equal((await ask('POST', '/erasures', {})).status, 400);
});

test('a blob that cannot be deleted now is named in the receipt', async () => {
  const file = await upload('stuck.txt', `${invoice}\nStuck`);
  const { blob_key: key } = await database
    .selectFrom('files')
    .select('blob_key')
    .where('id', '=', file.id)
    .executeTakeFirstOrThrow();
  // A folder is no file to delete.
  const path = join(server.dataDir, 'blobs', key);
  await rm(path);
  await mkdir(join(path, 'in the way'), { recursive: true });
  const { blobs } = (await ask('POST', '/erasures', { fileId: file.id })).json;
  assert.deepEqual(blobs, { deleted: 1, pending: [key] });
});

async function upload(name: string, text: string): Promise<Json> {
  const batch = await ask('POST', '/batches', formOf(classificationId, [{ name, bytes: Buffer.from(text) }]));
  return until(
    'the file and its values',
    async () => {
      const [first] = (await ask('GET', `/files?batchId=${batch.json.id}`)).json.items as Json[];
      if (first?.state !== 'processed') return undefined;
      const { extraction } = (await ask('GET', `/files/${first.id}`)).json;
      return extraction?.state === 'processed' ? first : undefined;
    },
    300_000,
  );
}

async function blobKeys(): Promise<string[]> {
  const blobs = await openDiskBlobs(join(server.dataDir, 'blobs'));
  return (await Array.fromAsync(blobs.list())).map((blob) => blob.key);
}

const ask = (method: string, path: string, body?: unknown) => server.ask(method, path, body);
