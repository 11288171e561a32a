import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeDemoDocuments } from '../fixtures/demo-documents.ts';
import { formOf, type Json, officeTypes, startDesk } from './v2-server.ts';

const server = await startDesk();
after(() => server[Symbol.asyncDispose]());
const { ask } = server;

const [invoice, other] = makeDemoDocuments(2);
const fields = [
  { key: 'invoice_number', description: 'Number of the invoice' },
  { key: 'amount_due', description: 'Amount to pay', type: 'number' },
];
const waiting = { prefer: 'wait=50' };

async function upload(): Promise<{ template: Json; batch: Json }> {
  const { json: template } = await ask('POST', '/templates', { name: 'Invoices', fields });
  const form = new FormData();
  form.set('templateId', template.id);
  for (const { name, bytes } of [invoice!, other!])
    form.append('files', new Blob([Uint8Array.from(bytes)]), name);
  const { status, json: batch } = await ask('POST', '/batches', form, waiting);
  assert.equal(status, 201);
  return { template, batch };
}

test('files are uploaded to a template and read, confirmed and exported as those of a classification', async (t) => {
  const { template, batch } = await upload();
  const filesOf = async (query = '') =>
    (await ask('GET', `/files?batchId=${batch.id}${query}`)).json.items as Json[];
  const [file] = (await filesOf()) as [Json];

  await t.test('batch and files say which template they belong to', async () => {
    assert.equal(batch.state, 'finished');
    assert.deepEqual([batch.templateId, batch.templateName], [template.id, 'Invoices']);
    assert.equal('classificationId' in batch, false);
    assert.deepEqual(batch.counts, { files: 2, waiting: 0, processed: 2, failed: 0, needsReview: 0 });
    assert.equal(file.templateId, template.id);
    const { json: list } = await ask('GET', `/batches?templateId=${template.id}`);
    assert.deepEqual(list.items, [batch]);
    assert.equal((await ask('GET', '/batches')).json.items[0].id, batch.id);
    assert.equal((await ask('GET', `/files?templateId=${template.id}`)).json.items.length, 2);
  });

  await t.test('a file tells its values with their words, and its page has a picture', async () => {
    const { json } = await ask('GET', `/files/${file.id}`);
    const number = json.extraction.values.find(({ path }: Json) => path === 'invoice_number');
    assert.equal(json.extraction.fileId, file.id);
    assert.ok(number.evidence.length > 0);
    assert.equal((await ask('GET', `/files/${file.id}/pages/1`)).status, 200);
    assert.equal((await ask('GET', `/files/${file.id}/pages/1/picture?width=200`)).status, 200);
  });

  await t.test('a confirmation of the values is seen in the list, and narrows it', async () => {
    assert.equal((await filesOf('&reviewed=false')).length, 2);
    await ask('POST', `/extracted-files/${file.id}/confirmation`, {});
    const reviewed = await filesOf('&reviewed=true');
    assert.deepEqual(
      reviewed.map(({ id }) => id),
      [file.id],
    );
    assert.equal(reviewed[0]!.valuesConfirmed.by, 'first');
  });

  await t.test('the values stand in every export', async () => {
    const { text: csv } = await ask('GET', `/batches/${batch.id}/export?format=csv`);
    assert.match(csv, /^file,invoice_number,amount_due,state,checked by,/);
    const { text: lines } = await ask('GET', `/batches/${batch.id}/export`);
    const first = JSON.parse(lines.split('\n')[0]!);
    assert.ok(csv.includes(`${file.name},${first.values.invoice_number},`), csv);
  });

  await t.test('more files are added, and all is deleted with the batch', async () => {
    const added = await ask('POST', `/batches/${batch.id}/files`, formOf(undefined, [invoice!]));
    assert.equal(added.status, 201);
    assert.equal((await filesOf()).length, 3);
    assert.equal((await ask('DELETE', `/batches/${batch.id}`)).status, 204);
    assert.deepEqual((await ask('GET', `/batches?templateId=${template.id}`)).json.items, []);
  });
});

test('an upload names one owner, which must be there; what only types have is refused', async () => {
  const { json: template } = await ask('POST', '/templates', { name: 'Empty', fields });
  const { json: types } = await ask('POST', '/classifications', {
    name: 'Office',
    documentTypes: officeTypes,
  });
  const both = { classificationId: types.id, templateId: template.id };
  assert.equal((await ask('POST', '/batches', both)).status, 400);
  assert.equal((await ask('POST', '/batches', {})).status, 400);
  assert.equal((await ask('POST', '/batches', { templateId: 'gone' })).status, 404);
  const { status, json } = await ask('POST', '/batches', { templateId: template.id });
  assert.deepEqual([status, json.state], [201, 'empty']);
  assert.equal((await ask('POST', `/batches/${json.id}/reanswers`, {})).status, 404);
  const either = await ask('GET', `/batches?classificationId=${types.id}&templateId=${template.id}`);
  assert.deepEqual(
    either.json.items.map(({ id }: Json) => id),
    [json.id],
  );
});

test('batches that a link made stay out of the lists, and a bound key sees those of its template', async () => {
  const { json: template } = await ask('POST', '/templates', { name: 'Linked', fields });
  const documentTypes = [{ ...officeTypes[0]!, extractionId: template.id }, officeTypes[1]];
  const { json: types } = await ask('POST', '/classifications', { name: 'Linking', documentTypes });
  const { json: classified } = await ask('POST', '/batches', formOf(types.id, [invoice!]), waiting);
  const { json: own } = await ask('POST', '/batches', { templateId: template.id });
  const { json: detail } = await ask('GET', `/files?batchId=${classified.id}`);
  const linked = (await ask('GET', `/files/${detail.items[0].id}`)).json.extraction;
  assert.notEqual(linked.batchId, own.id);
  const ids = async (query: string, headers = {}) =>
    (await ask('GET', `/batches${query}`, undefined, headers)).json.items.map(({ id }: Json) => id);
  assert.deepEqual(await ids(`?templateId=${template.id}`), [own.id]);
  assert.ok(!(await ids('')).includes(linked.batchId));
  assert.equal((await ask('GET', `/batches/${linked.batchId}`)).json.templateId, template.id);
  const body = { name: 'bound', scope: 'write', templateId: template.id };
  const { json: made } = await ask('POST', '/api-keys', body);
  const bound = { authorization: `Bearer ${made.key}` };
  assert.deepEqual(await ids('', bound), [own.id]);
  assert.deepEqual(await ids(`?classificationId=${types.id}`, bound), []);
  assert.equal((await ask('POST', '/batches', { templateId: template.id }, bound)).status, 201);
  assert.equal((await ask('POST', '/batches', { classificationId: types.id }, bound)).status, 404);
});
