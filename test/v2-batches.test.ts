import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Errors } from 'typebox/schema';
import { makeDemoDocuments, makeOddDocuments } from '../fixtures/demo-documents.ts';
import { until } from './server-process.ts';
import { deskKey, formOf, type Json, officeTypes, startDesk } from './v2-server.ts';

// One for all: a reader needs seconds until it has read its first file.
const server = await startDesk();
after(() => server[Symbol.asyncDispose]());
const { ask } = server;

const [invoice, receipt] = makeDemoDocuments(2);
const [damaged] = makeOddDocuments();

async function fill() {
  const { json: classification } = await ask('POST', '/classifications', {
    name: 'Office',
    documentTypes: officeTypes,
  });
  const form = formOf(classification.id, [invoice!, receipt!, damaged!, { ...receipt!, name: '=cmd.pdf' }]);
  const { status, json: batch } = await ask('POST', '/batches', form, { prefer: 'wait=50' });
  assert.equal(status, 201);
  const { json: files } = await ask('GET', `/files?batchId=${batch.id}`);
  return { classification, batch, files: files.items as Json[] };
}

test('the way of a batch through the API', async (t) => {
  const { classification, batch, files } = await fill();
  const [invoiceFile, receiptFile, damagedFile] = files as [Json, Json, Json];
  const { json: document } = (await fetch(`${server.url}/openapi.json`).then(async (answer) => ({
    json: await answer.json(),
  }))) as { json: Json };
  const fits = (path: string, status: number, json: Json, method = 'get') =>
    assert.deepEqual(
      Errors(
        document.paths[`/api/v2${path}`][method].responses[status].content['application/json'].schema,
        json,
      )[1],
      [],
      path,
    );

  await t.test('Prefer: wait answers with the finished batch', () => {
    assert.equal(batch.state, 'finished');
    assert.deepEqual(batch.counts, {
      files: 4,
      waiting: 0,
      processed: 3,
      failed: 1,
      needsReview: files.filter(({ needsReview }) => needsReview).length,
    });
    const types = Object.groupBy(
      files.filter(({ documentType }) => documentType),
      ({ documentType }) => documentType,
    );
    for (const { documentType, files: count } of batch.types)
      assert.equal(types[documentType]!.length, count);
    assert.equal(batch.types.length, Object.keys(types).length);
    fits('/batches/{batchId}', 200, batch);
  });

  await t.test('lists are narrowed by every filter and walked by cursor', async () => {
    const names = async (query: string) => {
      const { json } = await ask('GET', `/files?batchId=${batch.id}&${query}`);
      return json.items.map(({ name }: Json) => name);
    };
    assert.deepEqual(await names('documentType=Invoice'), [invoice!.name]);
    assert.deepEqual(await names('state=failed'), [damaged!.name]);
    assert.deepEqual(await names('text=RECEIPT-'), [receipt!.name]);
    assert.deepEqual(await names('text=%25'), []);
    assert.deepEqual(await names('confidenceMax=0.01'), []);
    const sure = files.filter(({ confidence, needsReview }) => confidence >= 0.5 && !needsReview);
    assert.equal((await names('confidenceMin=0.5&needsReview=false')).length, sure.length);
    for (const order of ['upload', 'risk']) {
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const { json } = await ask(
          'GET',
          `/files?batchId=${batch.id}&state=processed&order=${order}&limit=1${cursor}`,
        );
        seen.push(...json.items.map(({ id }: Json) => id));
        if (json.next === undefined) break;
        cursor = `&cursor=${json.next}`;
      }
      assert.equal(new Set(seen).size, 3, order);
    }
    assert.equal((await ask('GET', '/files?cursor=nonsense')).status, 400);
  });

  await t.test('a file tells why it was answered so', async () => {
    const { json } = await ask('GET', `/files/${invoiceFile.id}`);
    fits('/files/{fileId}', 200, json);
    assert.equal(json.ranking[0].documentType, 'Invoice');
    assert.ok(json.evidence.some(({ origin }: Json) => origin === 'uniqueWord'));
    const { json: failed } = await ask('GET', `/files/${damagedFile.id}`);
    assert.equal(failed.error.retryable, false);
  });

  await t.test('pages have words and a picture, originals come as downloads', async () => {
    const { json: page } = await ask('GET', `/files/${invoiceFile.id}/pages/1`);
    fits('/files/{fileId}/pages/{page}', 200, page);
    assert.ok(page.words.some(({ text }: Json) => text === 'Invoice'));
    const picture = await ask('GET', `/files/${invoiceFile.id}/pages/1/picture?width=300`);
    assert.equal(picture.headers.get('content-type'), 'image/webp');
    assert.equal((await ask('GET', `/files/${invoiceFile.id}/pages/9/picture`)).status, 404);
    const original = await ask('GET', `/files/${invoiceFile.id}/original`);
    assert.match(original.headers.get('content-disposition')!, /^attachment/);
    assert.match(original.headers.get('content-security-policy')!, /sandbox/);
    assert.ok(original.text.startsWith('%PDF'));
  });

  await t.test('a correction stays beside what was predicted, and can be taken back', async () => {
    const wrong = await ask('POST', '/corrections', { fileIds: [receiptFile.id], documentType: 'Passport' });
    assert.equal(wrong.status, 400);
    const { json } = await ask('POST', '/corrections', {
      fileIds: [receiptFile.id, 'gone'],
      documentType: 'Invoice',
    });
    assert.deepEqual(json.fileIds, [receiptFile.id]);
    const { json: corrected } = await ask('GET', `/files/${receiptFile.id}`);
    assert.equal(corrected.documentType, 'Invoice');
    assert.equal(corrected.correction.predictedType, receiptFile.documentType);
    assert.equal(corrected.correction.by, 'first');
    await ask('POST', '/corrections', { fileIds: [receiptFile.id], documentType: 'other' });
    const { json: listed } = await ask('GET', `/corrections?classificationId=${classification.id}`);
    fits('/corrections', 200, listed);
    assert.deepEqual(
      listed.items.map(({ documentType, predictedType }: Json) => [documentType, predictedType]),
      [['other', receiptFile.documentType]],
    );
    assert.equal((await ask('DELETE', `/files/${receiptFile.id}/correction`)).status, 204);
    const { json: restored } = await ask('GET', `/files/${receiptFile.id}`);
    assert.deepEqual(
      [restored.documentType, restored.confidence, restored.needsReview],
      [receiptFile.documentType, receiptFile.confidence, true],
    );
  });

  await t.test('types are tried on a stored file without being saved', async () => {
    const { json } = await ask('POST', '/tries', {
      fileId: invoiceFile.id,
      documentTypes: [{ name: 'Bill', uniqueWords: ['invoice number', 'amount due'] }],
    });
    fits('/tries', 200, json, 'post');
    assert.equal(json.documentType, 'Bill');
    const form = new FormData();
    form.set('types', JSON.stringify({ documentTypes: [{ name: 'Bill', uniqueWords: ['invoice number'] }] }));
    form.set('file', new Blob([Uint8Array.from(invoice!.bytes)]), 'mine.pdf');
    const { json: sent, status } = await ask('POST', '/tries', form);
    assert.deepEqual([status, sent.documentType], [200, 'Bill']);
    assert.equal((await ask('POST', '/tries', new FormData())).status, 400);
    assert.equal((await ask('GET', '/files?text=mine.pdf')).json.items.length, 0);
    const { json: saved } = await ask('GET', `/classifications/${classification.id}`);
    assert.deepEqual(saved.documentTypes, officeTypes);
  });

  await t.test('an export has every file, and no cell that a spreadsheet runs', async () => {
    const { text: csv } = await ask('GET', `/batches/${batch.id}/export?format=csv`);
    assert.equal(csv.trim().split('\r\n').length, 5);
    assert.match(csv, /\r\n'=cmd\.pdf,/);
    for (const format of ['xlsx', 'zip']) {
      const answer = await fetch(`${server.url}/api/v2/batches/${batch.id}/export?format=${format}`, {
        headers: { authorization: `Bearer ${deskKey}` },
      });
      const archive = Buffer.from(await answer.arrayBuffer());
      assert.equal(archive.toString('latin1', 0, 2), 'PK', format);
      if (format === 'zip') assert.ok(archive.includes(`${invoiceFile.documentType}/${invoice!.name}`));
    }
    const { text: lines } = await ask('GET', `/batches/${batch.id}/export?state=failed`);
    assert.equal(JSON.parse(lines).error.code, 'corrupt_file');
  });

  await t.test('operations tell queue, throughput and failures', async () => {
    const { json } = await ask('GET', '/operations');
    fits('/operations', 200, json);
    assert.deepEqual(json.files, { waiting: 0, processed: 3, failed: 1 });
    assert.equal(
      json.finishedByMinute.reduce((sum: number, count: number) => sum + count),
      4,
    );
    assert.deepEqual(json.failuresByReason, [{ code: 'corrupt_file', files: 1 }]);
  });
});

test('followers of a batch get the whole first, then each change, then its end', async () => {
  const { json: classification } = await ask('POST', '/classifications', {
    name: 'A',
    documentTypes: officeTypes,
  });
  const { json: batch } = await ask('POST', '/batches', { classificationId: classification.id });
  assert.equal(batch.state, 'empty');
  const response = await fetch(`${server.url}/api/v2/batches/${batch.id}/events`, {
    headers: { authorization: `Bearer ${deskKey}` },
  });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  const events: Json[] = [];
  await ask('POST', `/batches/${batch.id}/files`, formOf(undefined, [invoice!]));
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      if (event === undefined) continue;
      events.push({ event, ...JSON.parse(data!) });
      if (events.at(-1)!.state === 'finished') await ask('DELETE', `/batches/${batch.id}`);
    }
    if (events.at(-1)?.event === 'gone') break;
  }
  assert.equal(events[0]!.event, 'snapshot');
  assert.ok(events.slice(1, -1).every(({ event }) => event === 'change'));
  assert.deepEqual(events.at(-2)!.types, [{ documentType: 'Invoice', files: 1 }]);
});

test('a stopped batch leaves its files failed, and they can be retried', async () => {
  const { json: classification } = await ask('POST', '/classifications', {
    name: 'A',
    documentTypes: officeTypes,
  });
  const many = Array.from({ length: 40 }, (_, index) => ({ ...invoice!, name: `${index}.pdf` }));
  const { json: batch } = await ask('POST', '/batches', formOf(classification.id, many));
  const { json } = await ask('POST', `/batches/${batch.id}/cancel`, {});
  assert.ok(json.cancelled > 0, `${json.cancelled} cancelled`);
  const { json: stopped } = await ask('GET', `/batches/${batch.id}`);
  assert.equal(stopped.counts.waiting, 0);
  assert.equal(stopped.counts.failed, json.cancelled);
  const { json: failed } = await ask('GET', `/files?batchId=${batch.id}&state=failed&limit=2`);
  assert.equal(failed.items[0].error.code, 'cancelled');
  const ids = failed.items.map(({ id }: Json) => id);
  assert.deepEqual(
    (await ask('POST', '/files/retry', { fileIds: ids })).json.fileIds.toSorted(),
    ids.toSorted(),
  );
  const finished = await until('the retried files', async () => {
    const { json: now } = await ask('GET', `/batches/${batch.id}`);
    return now.state === 'finished' ? now : undefined;
  });
  assert.equal(finished.counts.failed, json.cancelled - 2);
});
