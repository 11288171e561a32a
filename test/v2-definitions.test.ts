import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeDemoDocuments } from '../fixtures/demo-documents.ts';
import { until } from './server-process.ts';
import { formOf, type Json, officeTypes, startDesk } from './v2-server.ts';

// One for all: a reader needs seconds until it has read its first file.
const server = await startDesk();
after(() => server[Symbol.asyncDispose]());
const { ask } = server;

const [invoice, receipt] = makeDemoDocuments(2);

test('a change made on an old revision is refused', async () => {
  const { json: made } = await ask('POST', '/classifications', { name: 'A', documentTypes: officeTypes });
  const path = `/classifications/${made.id}`;
  const types = [{ ...officeTypes[0]!, uniqueWords: ['net'] }];
  const { json: changed } = await ask('PATCH', path, { revision: 1, documentTypes: types });
  assert.equal(changed.revision, 2);
  const late = await ask('PATCH', path, { revision: 1, documentTypes: officeTypes });
  assert.equal(late.status, 409);
  assert.equal(late.json.code, 'conflict');
  const { json: copy, status } = await ask('POST', `${path}/duplicate`, {});
  assert.equal(status, 201);
  assert.deepEqual([copy.name, copy.documentTypes], ['Copy of A', types]);
  assert.equal((await ask('DELETE', path)).status, 204);
  assert.equal((await ask('GET', path)).status, 404);
});

test('templates keep their fields at any depth, and are changed on their revision only', async () => {
  const fields = [
    { key: 'total', description: 'Amount', example: '1.00', type: 'number' },
    {
      key: 'items',
      type: 'array',
      items: { type: 'object', properties: [{ key: 'name', type: 'string' }] },
    },
  ];
  const { json: made } = await ask('POST', '/templates', { name: 'T', fields });
  const { json: read } = await ask('GET', `/templates/${made.id}`);
  assert.deepEqual(read, made);
  assert.deepEqual(
    [read.language, read.fields[0], read.fields[1].items.properties],
    ['English', fields[0], [{ key: 'name', type: 'string' }]],
  );
  const { json: again } = await ask('PATCH', `/templates/${made.id}`, { revision: 1, fields: read.fields });
  assert.deepEqual([again.revision, again.fields], [2, read.fields]);
  assert.equal((await ask('PATCH', `/templates/${made.id}`, { revision: 1, name: 'late' })).status, 409);
  assert.equal((await ask('POST', '/templates', { name: 'T', fields: [] })).status, 400);
  assert.equal((await ask('DELETE', `/templates/${made.id}`)).status, 204);
  assert.equal((await ask('GET', `/templates/${made.id}`)).status, 404);
});

test('values of the linked template stand beside the answer, and follow a correction', async () => {
  const { json: template } = await ask('POST', '/templates', {
    name: 'Invoice fields',
    fields: [{ key: 'invoice_number', description: 'Number of the invoice' }],
  });
  const extractionId = template.id;
  const { json: classification } = await ask('POST', '/classifications', {
    name: 'Linked',
    documentTypes: [{ ...officeTypes[0]!, extractionId }, officeTypes[1]],
  });
  const form = formOf(classification.id, [invoice!, receipt!]);
  const { json: batch } = await ask('POST', '/batches', form, { prefer: 'wait=50' });
  const { json: files } = await ask('GET', `/files?batchId=${batch.id}`);
  const [invoiceId, receiptId] = files.items.map(({ id }: Json) => id);
  const extracted = (id: string) =>
    until(`the values of ${id}`, async () => {
      const { json } = await ask('GET', `/files/${id}`);
      return json.extraction?.state === 'processed' ? json.extraction : undefined;
    });
  const { values, templateName } = await extracted(invoiceId);
  assert.equal(templateName, 'Invoice fields');
  assert.deepEqual(
    values.map(({ path, text, evidence }: Json) => [path, text, evidence[0].text]),
    [['invoice_number', 'INV-2401', 'INV-2401']],
  );
  assert.equal((await ask('GET', `/files/${receiptId}`)).json.extraction, undefined);
  await ask('POST', '/corrections', { fileIds: [receiptId], documentType: 'Invoice' });
  await extracted(receiptId);
  await ask('DELETE', `/files/${receiptId}/correction`);
  assert.equal((await ask('GET', `/files/${receiptId}`)).json.extraction, undefined);
  assert.equal((await ask('GET', `/files/${receiptId}/pages/1`)).status, 200);
});
