import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createLog } from '../log.ts';
import { acceptUpload } from '../storage/accept-upload.ts';
import { listAuditEvents } from '../storage/audit.ts';
import { deleteBatch } from '../storage/batches.ts';
import { type Database, inTransaction } from '../storage/database.ts';
import { deleteFiles } from '../storage/files.ts';
import { finishExtraction } from '../storage/finish-extraction.ts';
import { failFile, finishFile } from '../storage/finish-file.ts';
import { createTemplate } from '../storage/templates.ts';
import { openTemporaryDatabase } from '../storage/temporary-database.ts';
import { createOwner, newFiles, result } from '../storage/test-rows.ts';
import { releaseDeliveries } from '../storage/webhook-attempts.ts';
import { type EventName, eventNames, replayDelivery } from '../storage/webhook-deliveries.ts';
import { findEndpoint, setEndpoint } from '../storage/webhook-endpoints.ts';
import { readWebhookLog } from '../storage/webhook-log.ts';
import { pingWebhook } from './ping-webhook.ts';
import { waitUntil } from './wait-until.ts';
import { startSendingWebhooks, type WebhookOptions } from './webhook-job.ts';

type Answer = { readonly status: number; readonly retryAfter?: string };

/** A database with a classification, a template and a webhook; and the receiver that it leads to. */
async function openDesk(events: readonly EventName[] = eventNames, answer: () => Answer = ok) {
  await using stack = new AsyncDisposableStack();
  const { database } = stack.use(await openTemporaryDatabase());
  const { workspaceId, owner } = await createOwner(database);
  const fields = [{ key: 'total' }];
  const details = { name: 'T', description: undefined, language: 'English', options: {}, fields };
  const template = await createTemplate(database, { workspaceId, ...details });
  const received: { event: string; result: Record<string, unknown>[] }[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request);
    received.push(JSON.parse(Buffer.concat(chunks).toString()));
    const { status, retryAfter } = answer();
    response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
    response.end('thank you');
  }).listen(0, '127.0.0.1');
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const endpoint = await setEndpoint(database, { workspaceId, url, events });
  const options: WebhookOptions = {
    database,
    allowPrivate: true,
    presentation: { fileUrl: ({ fileId }) => `http://mailroom.test/${fileId}`, lowerCaseTypes: false },
    log: createLog('silent'),
  };
  const owned = stack.move();
  return {
    database,
    workspaceId,
    owner,
    template: { kind: 'template', id: template.id } as const,
    received,
    endpoint,
    options,
    log: () => readWebhookLog(database, { workspaceId, limit: 100 }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

type Desk = Awaited<ReturnType<typeof openDesk>>;

const ok = () => ({ status: 200 });

const extract = ({ database, workspaceId }: Desk, fileId: string) =>
  inTransaction(database, (transaction) =>
    finishExtraction(transaction, {
      workspaceId,
      fileId,
      parts: [{ result: { total: '1.00' }, extracted: { fields: [], checks: [] } }],
      revision: 1,
    }),
  );

const fail = ({ database, workspaceId }: Desk, fileId: string) =>
  inTransaction(database, (transaction) =>
    failFile(transaction, { workspaceId, fileId, code: 'corrupt_file', message: 'damaged' }),
  );

const classify = ({ database, workspaceId, template }: Desk, fileId: string) =>
  inTransaction(database, (transaction) =>
    finishFile(transaction, {
      workspaceId,
      fileId,
      mediaType: 'text/plain',
      pageCount: 1,
      readingKey: `00/${'f'.repeat(32)}`,
      result,
      extractionId: template.id,
    }),
  );

const linkedFiles = (database: Database) =>
  database.selectFrom('linked_files').select(['file_id', 'batch_id']).orderBy('file_id').execute();

const events = async (desk: Desk) => (await desk.log()).map((delivery) => delivery.event).toReversed();

test('one event when the last file of a batch is final, one more for those that failed', async () => {
  await using desk = await openDesk();
  const { database, workspaceId, template, received } = desk;
  const upload = { workspaceId, owner: template, files: newFiles(3) };
  const { batchId, fileIds } = await acceptUpload(database, upload);
  await extract(desk, fileIds[0]!);
  await fail(desk, fileIds[1]!);
  assert.deepEqual(await events(desk), []);
  await extract(desk, fileIds[2]!);
  // Both are written in one transaction; the log does not order them.
  assert.deepEqual((await events(desk)).toSorted(), ['extraction.failed', 'extraction.processed']);
  await using _sender = startSendingWebhooks(desk.options);
  await waitUntil('both are told', () => received.length === 2);
  const byEvent = Object.fromEntries(received.map(({ event, result }) => [event, result]));
  const entry = (index: number) => ({
    extractionId: template.id,
    batchId,
    fileId: fileIds[index],
    fileName: `letter ${index}.pdf`,
  });
  const url = (index: number) => `http://mailroom.test/${fileIds[index]}`;
  assert.deepEqual(byEvent['extraction.processed'], [
    { ...entry(0), status: 'processed', result: { total: '1.00' }, url: url(0) },
    { ...entry(2), status: 'processed', result: { total: '1.00' }, url: url(2) },
  ]);
  assert.deepEqual(byEvent['extraction.failed'], [
    { ...entry(1), status: 'failed', error: 'damaged', url: url(1) },
  ]);
  await waitUntil('the log says so', async () =>
    (await desk.log()).every(({ state }) => state === 'delivered'),
  );
  assert.equal((await desk.log())[0]!.attempts[0]!.response, 'thank you');
});

test('files added later make an event of their own', async () => {
  await using desk = await openDesk();
  const { database, workspaceId, template, received } = desk;
  const first = await acceptUpload(database, { workspaceId, owner: template, files: newFiles(1) });
  await extract(desk, first.fileIds[0]!);
  const { batchId } = first;
  const second = await acceptUpload(database, { workspaceId, owner: template, batchId, files: newFiles(1) });
  await extract(desk, second.fileIds[0]!);
  await using _sender = startSendingWebhooks(desk.options);
  await waitUntil('both are told', () => received.length === 2);
  assert.deepEqual(
    received.flatMap(({ result }) => result.map(({ fileId }) => fileId)).toSorted(),
    [first.fileIds[0], second.fileIds[0]].toSorted(),
  );
});

test('a linked batch is told of once, when the classification and all its extractions are final', async () => {
  await using desk = await openDesk();
  const { database, workspaceId, owner } = desk;
  const { fileIds } = await acceptUpload(database, { workspaceId, owner, files: newFiles(3) });
  await classify(desk, fileIds[0]!);
  const [early] = await linkedFiles(database);
  await extract(desk, early!.file_id);
  assert.deepEqual(await events(desk), [], 'the classification is not final');
  await classify(desk, fileIds[1]!);
  await fail(desk, fileIds[2]!);
  assert.deepEqual(await events(desk), ['classification.processed']);
  const linked = await linkedFiles(database);
  assert.equal(new Set(linked.map((row) => row.batch_id)).size, 1);
  for (const { file_id } of linked) await extract(desk, file_id);
  assert.deepEqual(await events(desk), ['classification.processed', 'extraction.processed']);
});

test('deleting what a batch waits for makes it final', async () => {
  await using desk = await openDesk();
  const { database, workspaceId, owner, template } = desk;
  const plain = await acceptUpload(database, { workspaceId, owner: template, files: newFiles(2) });
  await extract(desk, plain.fileIds[0]!);
  await deleteFiles(database, { workspaceId, batchId: plain.batchId, fileIds: [plain.fileIds[1]!] });
  assert.deepEqual(await events(desk), ['extraction.processed']);

  const classified = await acceptUpload(database, { workspaceId, owner, files: newFiles(2) });
  await classify(desk, classified.fileIds[0]!);
  const [linked] = await linkedFiles(database);
  await extract(desk, linked!.file_id);
  assert.equal((await events(desk)).length, 1);
  await deleteBatch(database, { workspaceId, batchId: classified.batchId });
  assert.deepEqual(await events(desk), ['extraction.processed', 'extraction.processed']);
});

test('a webhook hears only what it asked for, and nothing of other workspaces', async () => {
  await using desk = await openDesk(['extraction.failed']);
  const { database, workspaceId, template } = desk;
  const stranger = await createOwner(database);
  const theirs = { workspaceId: stranger.workspaceId, owner: stranger.owner, files: newFiles(1) };
  const other = await acceptUpload(database, theirs);
  await fail({ ...desk, workspaceId: stranger.workspaceId }, other.fileIds[0]!);
  const { fileIds } = await acceptUpload(database, { workspaceId, owner: template, files: newFiles(1) });
  await extract(desk, fileIds[0]!);
  assert.deepEqual(await events(desk), []);
});

test('what is not taken is tried again later, ten times; Retry-After is respected', async () => {
  await using desk = await openDesk(eventNames, () => ({ status: 503, retryAfter: '3600' }));
  const { database, workspaceId, template, received } = desk;
  const { fileIds } = await acceptUpload(database, { workspaceId, owner: template, files: newFiles(1) });
  await extract(desk, fileIds[0]!);
  await using _sender = startSendingWebhooks(desk.options);
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    await waitUntil(`attempt ${attempt}`, async () => (await desk.log())[0]!.attempts.length === attempt);
    const [delivery] = await desk.log();
    if (attempt === 1) {
      assert.equal(delivery!.state, 'waiting');
      assert.ok(delivery!.nextAt! > Date.now() + 3_500_000);
    }
    assert.equal(delivery!.attempts.at(-1)!.status, 503);
    await database.updateTable('webhook_deliveries').set({ next_at: 0 }).execute();
  }
  assert.equal((await desk.log())[0]!.state, 'failed');
  assert.equal(received.length, 10);
});

test('410 ends the webhook until it is set again', async () => {
  await using desk = await openDesk(eventNames, () => ({ status: 410 }));
  const { database, workspaceId, template, endpoint } = desk;
  const finishOne = async () => {
    const { fileIds } = await acceptUpload(database, { workspaceId, owner: template, files: newFiles(1) });
    await extract(desk, fileIds[0]!);
  };
  await finishOne();
  await using _sender = startSendingWebhooks(desk.options);
  await waitUntil(
    'it is gone',
    async () => (await findEndpoint(database, endpoint.id))!.disabled !== undefined,
  );
  const { items } = await listAuditEvents(database, { workspaceId, limit: 9 });
  assert.deepEqual(
    items.map(({ actor, action, resourceId }) => [actor.name, action, resourceId]),
    [['webhooks', 'webhooks.disable', endpoint.id]],
  );
  await finishOne();
  assert.deepEqual(
    (await desk.log()).map(({ state }) => state),
    ['failed'],
  );
  const again = await setEndpoint(database, { workspaceId, url: endpoint.url, events: eventNames });
  assert.deepEqual([again.id, again.secret, again.disabled], [endpoint.id, endpoint.secret, undefined]);
});

test('replay tells the same once more; a batch that is deleted is told of no more', async () => {
  await using desk = await openDesk();
  const { database, workspaceId, template, received } = desk;
  const { batchId, fileIds } = await acceptUpload(database, {
    workspaceId,
    owner: template,
    files: newFiles(1),
  });
  await extract(desk, fileIds[0]!);
  await using _sender = startSendingWebhooks(desk.options);
  await waitUntil('it is told', () => received.length === 1);
  const [delivery] = await desk.log();
  assert.equal(await replayDelivery(database, delivery!.id, 'another workspace'), undefined);
  await replayDelivery(database, delivery!.id, workspaceId);
  await waitUntil('it is told again', () => received.length === 2);
  assert.deepEqual(received[0], received[1]);
  await deleteBatch(database, { workspaceId, batchId });
  await replayDelivery(database, delivery!.id, workspaceId);
  await waitUntil('it is given up', async () => (await desk.log()).some(({ state }) => state === 'failed'));
  assert.match((await desk.log())[0]!.attempts[0]!.error!, /deleted/);
  assert.equal(received.length, 2);
});

test('a ping is sent at once, once, and stands in the log', async () => {
  await using desk = await openDesk(eventNames, () => ({ status: 500 }));
  const { delivered, attempt } = await pingWebhook(desk.options, desk.endpoint);
  assert.deepEqual([delivered, attempt.status, attempt.response], [false, 500, 'thank you']);
  assert.deepEqual(desk.received, [{ event: 'ping', result: [] }]);
  const [logged] = await desk.log();
  assert.deepEqual([logged!.state, logged!.attempts.length], ['failed', 1]);
});

test('what a killed sender held is sent after the next start, as the same attempt', async () => {
  await using desk = await openDesk();
  const { database, workspaceId, template, received } = desk;
  const { fileIds } = await acceptUpload(database, { workspaceId, owner: template, files: newFiles(1) });
  await extract(desk, fileIds[0]!);
  const held = { lease_until: Date.now() + 60_000, attempts: 1 };
  await database.updateTable('webhook_deliveries').set(held).execute();
  await releaseDeliveries(database);
  await using _sender = startSendingWebhooks(desk.options);
  await waitUntil('it is told', async () => (await desk.log())[0]!.state === 'delivered');
  assert.equal(received.length, 1);
  assert.equal((await desk.log())[0]!.attempts.length, 1);
});
