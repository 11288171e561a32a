import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { expireFiles } from '../src/jobs/expire-files.ts';
import { openDatabase } from '../src/storage/database.ts';
import { openDiskBlobs } from '../src/storage/disk-blobs.ts';
import { until } from './server-process.ts';
import { type DeskServer, deskKey, formOf, type Json, officeTypes, startDesk } from './v2-server.ts';

let server: DeskServer;

before(async () => {
  server = await startDesk();
});
after(() => server[Symbol.asyncDispose]());

test('an expired original is told as such wherever it is asked for; answers stay, what it taught goes', async () => {
  const retention = { originalsDays: 30 };
  const made = await ask('POST', '/classifications', { name: 'Post', documentTypes: officeTypes, retention });
  assert.deepEqual(made.json.retention, retention);
  const { id } = made.json;
  const text = 'INVOICE\nInvoice number 12\nBill to: Ann\nAmount due 40.00 EUR';
  const bytes = Buffer.from(text);
  const batch = await ask('POST', '/batches', formOf(id, [{ name: 'invoice.txt', bytes }]));
  const file = await until(
    'the file',
    async () => {
      const [first] = (await ask('GET', `/files?batchId=${batch.json.id}`)).json.items as Json[];
      return first?.state === 'processed' ? first : undefined;
    },
    300_000,
  );
  await ask('POST', '/corrections', { fileIds: [file.id], documentType: 'Invoice' });
  assert.equal(await lessonsOf(id), 1);
  const link = await linkOf(id, batch.json.id);
  assert.equal((await fetch(link)).status, 200);

  await using database = await openDatabase(server.location);
  const blobs = await openDiskBlobs(join(server.dataDir, 'blobs'));
  const now = Date.now() + 31 * 24 * 3_600_000;
  assert.deepEqual(await expireFiles({ database, blobs }, { now }), { originals: 1, results: 0 });
  assert.deepEqual(await Array.fromAsync(blobs.list()), []);

  for (const path of ['original', 'pages/1']) {
    const answer = await ask('GET', `/files/${file.id}/${path}`);
    assert.equal(answer.status, 404, path);
    assert.match(answer.json.detail, /deleted on .* retention/, path);
  }
  const tried = await ask('POST', '/tries', { fileId: file.id, documentTypes: officeTypes });
  assert.match(tried.json.detail, /retention/);
  const opened = await fetch(link);
  assert.equal(opened.status, 404);
  assert.match(await opened.text(), /retention/);
  const shown = (await ask('GET', `/files/${file.id}`)).json;
  assert.equal(shown.originalDeletedAt, new Date(now).toISOString());
  assert.equal(shown.documentType, 'Invoice');
  assert.ok(shown.ranking.length > 0);
  assert.equal(await lessonsOf(id), 0);
  assert.equal((await ask('GET', `/batches/${batch.json.id}/export?format=zip`)).status, 200);
  const { items } = (await ask('GET', '/audit-events?action=retention.originals')).json;
  assert.deepEqual(items[0].actor, { kind: 'system', name: 'retention' });
});

test('retention is no revision of what answers, is replaced as a whole, and goes into copies', async () => {
  const days = { originalsDays: 7, resultsDays: 90 };
  for (const [path, rest] of [
    ['/classifications', { documentTypes: officeTypes }],
    ['/templates', { fields: [{ key: 'total', description: 'The total', type: 'string' }] }],
  ] as const) {
    const made = (await ask('POST', path, { name: 'Kept', ...rest })).json;
    assert.deepEqual(made.retention, {}, path);
    const change = (retention: object) =>
      ask('PATCH', `${path}/${made.id}`, { revision: made.revision, retention });
    assert.deepEqual((await change(days)).json, {
      ...made,
      retention: days,
      updatedAt: (await read()).updatedAt,
    });
    assert.deepEqual((await ask('POST', `${path}/${made.id}/duplicate`)).json.retention, days);
    assert.equal((await change({ originalsDays: 0 })).status, 400);
    assert.deepEqual((await change({})).json.retention, {});
    async function read() {
      return (await ask('GET', `${path}/${made.id}`)).json;
    }
  }
});

test('what retention will delete is told before it does', async () => {
  const retention = { originalsDays: 5, resultsDays: 40 };
  const made = await ask('POST', '/classifications', { name: 'Due', documentTypes: officeTypes, retention });
  const mine = async () => {
    const { items } = (await ask('GET', '/retentions')).json;
    return (items as Json[]).find(({ ownerId }) => ownerId === made.json.id)!;
  };
  assert.deepEqual(await mine(), {
    ownerKind: 'classification',
    ownerId: made.json.id,
    ownerName: 'Due',
    retention,
  });
  const note = { name: 'a.txt', bytes: Buffer.from('Receipt. Paid by card.') };
  const form = formOf(made.json.id, [note, { ...note, name: 'b.txt' }]);
  const { json: batch } = await server.ask('POST', '/batches', form, { prefer: 'wait=50' });
  assert.equal(batch.state, 'finished');
  const { items: files } = (await ask('GET', `/files?batchId=${batch.id}`)).json;
  const first = Math.min(...files.map(({ finishedAt }: Json) => Date.parse(finishedAt)));
  const after = (days: number) => new Date(first + days * 24 * 3_600_000).toISOString();
  const { originals, results } = await mine();
  assert.deepEqual(originals, { firstAt: after(5), withinWeek: 2 });
  assert.deepEqual(results, { firstAt: after(40), withinWeek: 0 });
});

async function lessonsOf(classificationId: string): Promise<number> {
  const { version } = (await ask('GET', `/classifications/${classificationId}`)).json;
  const shown = (await ask('GET', `/classifications/${classificationId}/versions/${version}`)).json;
  return (shown.lessons as Json[]).reduce((sum, { lessons }) => sum + lessons, 0);
}

async function linkOf(classificationId: string, batchId: string): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/documentClassification/getResults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${deskKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ classificationId, batchId }),
  });
  return ((await response.json()) as { files: { url: string }[] }).files[0]!.url;
}

const ask = (method: string, path: string, body?: unknown) => server.ask(method, path, body);
