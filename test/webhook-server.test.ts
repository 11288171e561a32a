/** Webhooks as a customer meets them: a real server, a real receiver, both ways of checking a signature. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import {
  batchResults,
  createInvoiceExtraction,
  createLinkedClassification,
  invoiceText,
  uploadToExtraction,
} from './extraction-calls.ts';
import {
  databaseOf,
  results,
  type ServerProcess,
  startServerProcess,
  testKey,
  until,
  upload,
} from './server-process.ts';
import { type ReceivedEvent, type Receiver, startReceiver, vendorSignature } from './webhook-receiver.ts';

const main = resolve(import.meta.dirname, '../src/cli/main.ts');
const stack = new AsyncDisposableStack();
const environment = { WEBHOOK_ALLOW_PRIVATE: 'true' };
let dataDir: string;
let server: ServerProcess;

before(async () => {
  dataDir = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-webhooks-'))).path;
  server = stack.use(await startServerProcess(dataDir, environment));
});
after(() => stack.disposeAsync());

async function desk(method: string, path: string, body?: unknown) {
  const response = await fetch(`${server.url}/api/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: (text === '' ? {} : JSON.parse(text)) as Record<string, any> };
}

const commandLine = async (...args: string[]) =>
  promisify(execFile)(process.execPath, [main, 'webhooks', ...args], {
    env: { ...process.env, ...environment, ...(await databaseOf(dataDir)) },
  });

const eventsOf = ({ received }: Receiver) => received.map(({ json }) => json.event).toSorted();

const told = (receiver: Receiver, count: number) =>
  until(`${count} events`, async () => (receiver.received.length >= count ? true : undefined));

test('a receiver written for Extracta, with the API key as its secret, accepts what it is told', async () => {
  await using receiver = await startReceiver();
  const { json: hook } = await desk('POST', '/webhooks', { url: receiver.url, secret: testKey });
  assert.deepEqual(hook.events, ['extraction.processed', 'extraction.failed']);
  const extractionId = await createInvoiceExtraction(server.url);
  const { json } = await uploadToExtraction(server.url, extractionId, [
    ['one.txt', invoiceText(1)],
    ['broken.pdf', '%PDF-1.7\nnothing of a PDF follows'],
    ['two.txt', invoiceText(2)],
  ]);
  await told(receiver, 2);
  assert.deepEqual(eventsOf(receiver), ['extraction.failed', 'extraction.processed']);
  for (const { headers, body } of receiver.received) {
    assert.equal(headers['x-webhook-signature'], vendorSignature(body, testKey));
    assert.deepEqual(new Webhook(hook.standardSecret).verify(body, headers as any), JSON.parse(body));
  }
  const processed = receiver.received.find(({ json }) => json.event === 'extraction.processed')!;
  assert.deepEqual(Object.keys(processed.json), ['event', 'result']);
  const [one] = processed.json.result;
  assert.deepEqual(Object.keys(one!), [
    'extractionId',
    'batchId',
    'fileId',
    'fileName',
    'status',
    'result',
    'url',
  ]);
  assert.deepEqual(
    processed.json.result.map((file) => file.result.invoice_number),
    ['2024-1', '2024-2'],
  );
  assert.equal(await (await fetch(one!.url)).text(), invoiceText(1));
  assert.equal(one!.batchId, json.batchId);
  await desk('DELETE', `/webhooks/${hook.id}`);
});

test('a linked classification: each module is told of once, when all is final', async () => {
  await using receiver = await startReceiver();
  const { stdout, stderr } = await commandLine(
    'set',
    receiver.url,
    '--events',
    'extraction.processed,extraction.failed,classification.processed',
  );
  const secret = /Secret: (\S+)/.exec(stderr)![1]!;
  const extractionId = await createInvoiceExtraction(server.url);
  const classificationId = await createLinkedClassification(server.url, extractionId);
  const { json } = await upload(server.url, classificationId, [
    ['one.txt', invoiceText(1)],
    ['receipt.txt', 'RECEIPT\n\nCoffee 3.00\nCash 5.00\nChange 2.00\nThank you!'],
    ['two.txt', invoiceText(2)],
  ]);
  const classified = await results(server.url, classificationId, json.batchId);
  await batchResults(server.url, extractionId, classified.files[0].extraction.batchId);
  await told(receiver, 2);
  assert.deepEqual(eventsOf(receiver), ['classification.processed', 'extraction.processed']);
  const webhook = new Webhook(secret);
  for (const { headers, body } of receiver.received) webhook.verify(body, headers as any);
  const classification = receiver.received.find(({ json }) => json.event === 'classification.processed')!;
  assert.deepEqual(
    classification.json.result.map(({ url: _, ...file }) => file),
    classified.files.map(({ url: _, ...file }: any) => ({
      classificationId,
      batchId: json.batchId,
      ...file,
    })),
  );
  const extraction = receiver.received.find(({ json }) => json.event === 'extraction.processed')!;
  assert.equal(extraction.json.result.length, 2);

  // The receiver knows a moment before the log does.
  const log = await until('two deliveries in the log', async () => {
    const { json } = await desk('GET', `/webhook-deliveries?webhookId=${stdout.trim()}`);
    return json.items.every(({ state }: any) => state === 'delivered') ? json : undefined;
  });
  assert.deepEqual(
    log.items.map(({ state, attempts }: any) => [state, attempts[0].status]),
    [
      ['delivered', 200],
      ['delivered', 200],
    ],
  );
  assert.equal((await desk('POST', `/webhook-deliveries/${log.items[0].id}/replay`)).status, 201);
  await told(receiver, 3);
  assert.equal(receiver.received[2]!.headers['webhook-id'], log.items[0].eventId);
  const { json: ping } = await desk('POST', `/webhooks/${stdout.trim()}/ping`);
  assert.deepEqual([ping.delivered, ping.attempt.status], [true, 200]);
  assert.match((await commandLine('log', stdout.trim())).stdout, /ping +delivered +1 +200/);
  await commandLine('remove', stdout.trim());
});

test('an event that nobody took when the server was killed is told after the next start', async () => {
  let answers = false;
  await using receiver = await startReceiver(() => (answers ? 200 : undefined));
  await commandLine('set', receiver.url);
  const extractionId = await createInvoiceExtraction(server.url);
  await uploadToExtraction(server.url, extractionId, [['one.txt', invoiceText(1)]]);
  await told(receiver, 1);
  await server.kill();
  answers = true;
  server = stack.use(await startServerProcess(dataDir, environment));
  await told(receiver, 2);
  const [before, again] = receiver.received;
  assert.equal(again!.headers['webhook-id'], before!.headers['webhook-id']);
  const withoutUrl = (event: ReceivedEvent) => event.json.result.map(({ url: _, ...file }) => file);
  assert.deepEqual(withoutUrl(again!), withoutUrl(before!));
});

test('without the setting, private addresses are refused when set and when used', async () => {
  await using receiver = await startReceiver();
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-webhooks-'));
  await using strict = await startServerProcess(dir.path);
  const set = (url: string) =>
    fetch(`${strict.url}/api/v2/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url }),
    });
  const refused = await set(receiver.url);
  assert.equal(refused.status, 400);
  assert.match(await refused.text(), /no public address/);
  // Set while it was allowed, or by a name that leads elsewhere by now.
  await promisify(execFile)(process.execPath, [main, 'webhooks', 'set', receiver.url], {
    env: { ...process.env, ...environment, ...(await databaseOf(dir.path)) },
  });
  const extractionId = await createInvoiceExtraction(strict.url);
  await uploadToExtraction(strict.url, extractionId, [['one.txt', invoiceText(1)]]);
  const error = await until('an attempt', async () => {
    const response = await fetch(`${strict.url}/api/v2/webhook-deliveries`, {
      headers: { authorization: `Bearer ${testKey}` },
    });
    const { items } = (await response.json()) as Record<string, any>;
    return items[0]?.attempts[0]?.error as string | undefined;
  });
  assert.match(error, /no public address/);
  assert.equal(receiver.received.length, 0);
});
