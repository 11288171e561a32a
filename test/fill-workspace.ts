/** A workspace with one of everything that routes name, for those who walk them all. */
import assert from 'node:assert/strict';
import type { Database } from '../src/storage/database.ts';
import { insertDelivery } from '../src/storage/webhook-deliveries.ts';
import { labelled } from './learning-desk.ts';
import { until } from './server-process.ts';
import { type DeskServer, formOf, type Json, officeTypes } from './v2-server.ts';
import type { Ids } from './walk-routes.ts';

type Ask = (method: string, path: string, body?: unknown) => ReturnType<DeskServer['ask']>;

export type Filled = Ids & { readonly failedFileId: string; readonly actorKeyId: string };

/** Everything there is to name, in the key's workspace. */
export async function fillWorkspace(server: DeskServer, database: Database, key: string): Promise<Filled> {
  const ask: Ask = (method, path, body) => server.ask(method, path, body, { authorization: `Bearer ${key}` });
  const template = await ask('POST', '/templates', {
    name: 'Totals',
    fields: [{ key: 'total', description: 'The total', type: 'string' }],
  });
  const templateId = template.json.id;
  const documentTypes = officeTypes.map((type) => ({ ...type, extractionId: templateId }));
  const classificationId = await make(ask, '/classifications', { name: 'Post', documentTypes });
  const form = formOf(classificationId, [textFile(1), { name: 'empty.txt', bytes: Buffer.alloc(0) }]);
  const batch = await ask('POST', '/batches', form);
  const batchId = batch.json.id;
  const [file, failed] = await until('what was filled in', async () => {
    const { items } = (await ask('GET', `/files?batchId=${batchId}`)).json;
    return items.every(({ state }: Json) => state !== 'waiting') ? (items as Json[]) : undefined;
  });
  await ask('POST', '/corrections', { fileIds: [file!.id] });
  const { extraction } = (await ask('GET', `/files/${file!.id}`)).json;
  assert.ok(extraction, 'the file is linked to a template');
  await until('what was filled in', async () => {
    const { state } = (await ask('GET', `/extracted-files/${extraction.fileId}`)).json;
    return state === 'processed' || undefined;
  });
  const webhookId = await make(ask, '/webhooks', { url: `https://127.0.0.1/${classificationId}` });
  const { workspaceId, keyId } = (await ask('GET', '/session')).json;
  const event = { workspaceId, eventId: 'evt', event: 'ping', batchId: undefined };
  const mailbox = { host: 'mail.invalid', user: 'office', password: 'secret' };
  const sourceId = await make(ask, '/sources', { classificationId, mailbox });
  await ask('PATCH', `/sources/${sourceId}`, { paused: true });
  const setId = await make(ask, '/evaluation-sets', { classificationId, name: 'Ours', source: 'upload' });
  const examples = `/classifications/${classificationId}/examples`;
  const exampleId = await addLabelled(ask, examples, 3);
  const setFileId = await addLabelled(ask, `/evaluation-sets/${setId}/files`, 4);
  const evaluationId = await make(ask, '/evaluations', { setId });
  await until('the evaluation', async () => {
    const { state } = (await ask('GET', `/evaluations/${evaluationId}`)).json;
    return !['waiting', 'running'].includes(state) || undefined;
  });
  return {
    classificationId,
    batchId,
    fileId: file!.id,
    failedFileId: failed!.id,
    actorKeyId: keyId,
    templateId,
    templateBatchId: extraction.batchId,
    templateFileId: extraction.fileId,
    webhookId,
    deliveryId: await insertDelivery(database, { ...event, endpointId: webhookId }),
    apiKeyId: await make(ask, '/api-keys', { name: 'spare' }),
    sourceId,
    exampleId,
    setId,
    setFileId,
    evaluationId,
  };
}

async function make(ask: Ask, path: string, body: unknown): Promise<string> {
  const { status, json, text } = await ask('POST', path, body);
  assert.equal(status, 201, `${path}: ${text}`);
  return json.id;
}

async function addLabelled(ask: Ask, path: string, number: number): Promise<string> {
  const form = labelled('Invoice', [textFile(number)]);
  const { status, json, text } = await ask('POST', path, form);
  assert.equal(status, 201, text);
  await until('what was filled in', async () => {
    const { items } = (await ask('GET', path)).json;
    return items.every(({ state }: Json) => state !== 'waiting') || undefined;
  });
  return json.fileIds[0];
}

export const textFile = (number = 0) => ({
  name: 'invoice.txt',
  bytes: Buffer.from(
    `INVOICE\nInvoice number ${number}\nBill to: Ann\nAmount due 40.00 EUR\nTotal 40.00 EUR`,
  ),
});
