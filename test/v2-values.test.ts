/** Values that people write and confirm, and fields that are tried before they are saved. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeDemoDocuments } from '../fixtures/demo-documents.ts';
import { until } from './server-process.ts';
import { deskKey, formOf, type Json, officeTypes, startDesk } from './v2-server.ts';
import { startReceiver, vendorSignature } from './webhook-receiver.ts';

const server = await startDesk({ WEBHOOK_ALLOW_PRIVATE: 'true' });
after(() => server[Symbol.asyncDispose]());
const { ask } = server;
const [invoice] = makeDemoDocuments(1);

const fields = [
  { key: 'invoice_number', description: 'Number of the invoice' },
  { key: 'favourite_colour', description: 'Colour that the sender likes best' },
  { key: 'notes', type: 'array', items: { type: 'object', properties: [{ key: 'note' }] } },
];

async function extractInvoice() {
  const { json: template } = await ask('POST', '/templates', { name: 'Invoices', fields });
  const { json: classification } = await ask('POST', '/classifications', {
    name: 'Linked',
    documentTypes: [{ ...officeTypes[0]!, extractionId: template.id }],
  });
  const form = formOf(classification.id, [invoice!]);
  const { json: batch } = await ask('POST', '/batches', form, { prefer: 'wait=50' });
  const { json: files } = await ask('GET', `/files?batchId=${batch.id}`);
  const fileId = files.items[0].id;
  const extraction = await until('the values', async () => {
    const { json } = await ask('GET', `/files/${fileId}`);
    return json.extraction?.state === 'processed' ? (json.extraction as Json) : undefined;
  });
  return { template, fileId, extraction };
}

/** As clients of the vendor's API get it. */
async function plainResult({ templateId: extractionId, batchId }: Json): Promise<Json> {
  const response = await fetch(`${server.url}/api/v1/getBatchResults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${deskKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ extractionId, batchId }),
  });
  return ((await response.json()) as Json).files[0].result;
}

test('what a person writes stands in both APIs, is told of, and can be taken back', async () => {
  const { fileId, extraction } = await extractInvoice();
  await using receiver = await startReceiver();
  const events = ['extraction.edited', 'extraction.confirmed'];
  const { json: webhook } = await ask('POST', '/webhooks', { url: receiver.url, events });
  const found = await plainResult(extraction);
  assert.deepEqual(extraction.missing, ['favourite_colour']);
  const path = `/extracted-files/${extraction.fileId}`;
  const added = `notes[${found.notes.length}].note`;
  const values = [
    { path: 'invoice_number', text: 'INV-1' },
    { path: added, text: 'paid' },
  ];
  assert.equal((await ask('POST', `${path}/edits`, { values })).status, 204);
  await ask('POST', `${path}/edits`, { values: [{ path: 'invoice_number', text: 'INV-2' }] });

  const { json } = await ask('GET', `/files/${fileId}`);
  const number = json.extraction.values[0];
  const note = json.extraction.values.at(-1);
  assert.deepEqual([number.text, number.confidence, number.evidence], ['INV-2', 1, []]);
  assert.deepEqual([number.edited.previous, number.edited.by], ['INV-2401', 'first']);
  assert.deepEqual([note.path, note.edited.previous], [added, undefined]);
  const { json: one } = await ask('GET', path);
  assert.deepEqual([one.values[0].kind, one.values[0].source], ['edited', 'person']);
  const edited = { ...found, invoice_number: 'INV-2', notes: [...found.notes, { note: 'paid' }] };
  assert.deepEqual(await plainResult(extraction), edited);

  assert.equal((await ask('POST', `${path}/confirmation`, {})).status, 204);
  assert.equal((await ask('GET', `/files/${fileId}`)).json.extraction.confirmed.by, 'first');
  const told = await until('the events', async () =>
    receiver.received.length === 3 ? receiver.received : undefined,
  );
  assert.deepEqual(
    told.map((event) => event.json.event),
    ['extraction.edited', 'extraction.edited', 'extraction.confirmed'],
  );
  for (const event of told) {
    assert.equal(event.headers['x-webhook-signature'], vendorSignature(event.body, webhook.secret));
  }
  const [entry] = told[2]!.json.result;
  assert.deepEqual(
    [entry!.fileId, entry!.batchId, entry!.status, entry!.result],
    [extraction.fileId, extraction.batchId, 'processed', edited],
  );

  assert.equal((await ask('DELETE', `${path}/edits`)).status, 204);
  assert.deepEqual((await ask('GET', `/files/${fileId}`)).json.extraction, extraction);
  assert.deepEqual(await plainResult(extraction), found);
  assert.equal((await ask('DELETE', `${path}/edits`)).status, 404);
  assert.equal((await ask('DELETE', `${path}/confirmation`)).status, 404);
});

test('a value that the template has no field for is refused, and nothing of the request is written', async () => {
  const { fileId, extraction } = await extractInvoice();
  const values = [
    { path: 'invoice_number', text: 'INV-1' },
    { path: 'nonsense', text: 'x' },
  ];
  const { status, json } = await ask('POST', `/extracted-files/${extraction.fileId}/edits`, { values });
  assert.deepEqual([status, json.code], [400, 'invalid_request']);
  assert.match(json.detail, /"nonsense"/);
  assert.deepEqual((await ask('GET', `/files/${fileId}`)).json.extraction, extraction);
});

test('fields are tried on a stored file and on one that is sent, and nothing is kept', async () => {
  const { fileId } = await extractInvoice();
  const stored = await ask('POST', '/extraction-tries', { fileId, fields: [fields[0]] });
  assert.deepEqual([stored.status, stored.json.values[0].text], [200, 'INV-2401']);
  assert.equal(stored.json.values[0].evidence[0].page, 1);
  const form = new FormData();
  form.set('fields', JSON.stringify(fields.slice(0, 1)));
  form.set('file', new Blob([Uint8Array.from(invoice!.bytes)]), 'mine.pdf');
  const { json: sent } = await ask('POST', '/extraction-tries', form);
  assert.deepEqual(sent, stored.json);
  assert.equal((await ask('GET', '/files?text=mine.pdf')).json.items.length, 0);
  assert.equal((await ask('POST', '/extraction-tries', { fileId, fields: [] })).status, 400);
  assert.equal((await ask('POST', '/extraction-tries', new FormData())).status, 400);
});

test('a template keeps what it was, whichever API changed it, and can be copied', async () => {
  const { json: made } = await ask('POST', '/templates', { name: 'T', fields: [{ key: 'a' }] });
  const path = `/templates/${made.id}`;
  assert.deepEqual((await ask('GET', `${path}/revisions`)).json.items, []);
  await ask('PATCH', path, { revision: 1, fields: [{ key: 'b' }] });
  await fetch(`${server.url}/api/v1/updateExtraction`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${deskKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ extractionId: made.id, extractionDetails: { language: 'German' } }),
  });
  const { json: history } = await ask('GET', `${path}/revisions`);
  assert.deepEqual(
    history.items.map((past: Json) => [past.revision, past.language, past.fields[0].key]),
    [
      [3, 'German', 'b'],
      [2, 'English', 'b'],
      [1, 'English', 'a'],
    ],
  );
  const { status, json: copy } = await ask('POST', `${path}/duplicate`, {});
  assert.deepEqual(
    [status, copy.name, copy.language, copy.fields[0].key, copy.revision],
    [201, 'Copy of T', 'German', 'b', 1],
  );
});
