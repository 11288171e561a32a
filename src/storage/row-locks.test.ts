/** What holds when several servers do it at once. On SQLite transactions take turns; `npm run test:postgres` is the proof. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createQueue } from '../jobs/queue.ts';
import { acceptUpload } from './accept-upload.ts';
import { ensureFirstApiKey, listApiKeys } from './api-keys.ts';
import { deleteBatch } from './batches.ts';
import { reviseClassification } from './classification-revisions.ts';
import { type Database, inTransaction } from './database.ts';
import { deleteFiles } from './files.ts';
import { finishFile } from './finish-file.ts';
import { createTemplate } from './templates.ts';
import { openTemporaryDatabase } from './temporary-database.ts';
import { createOwner, newFiles, result } from './test-rows.ts';
import { setEndpoint } from './webhook-endpoints.ts';
import { cancelBatch } from './work-again.ts';

const rounds = 15;

test('of those who finish the last files of a batch at once, exactly one tells of it', async () => {
  await using desk = await openDesk();
  const { database, workspaceId } = desk;
  await setEndpoint(database, {
    workspaceId,
    url: 'http://mailroom.test',
    events: ['classification.processed'],
  });
  for (let round = 0; round < rounds; round += 1) {
    const { batchId, fileIds } = await acceptUpload(database, desk.upload(4));
    await Promise.all(fileIds.map((fileId) => finish(desk, fileId)));
    const told = await database
      .selectFrom('webhook_deliveries')
      .select('id')
      .where('batch_id', '=', batchId)
      .execute();
    assert.equal(told.length, 1);
  }
});

test('uploads into one batch at once give each file a place of its own', async () => {
  await using desk = await openDesk();
  const { database } = desk;
  const { batchId } = await acceptUpload(database, desk.upload(1));
  await Promise.all(Array.from({ length: 8 }, () => acceptUpload(database, { ...desk.upload(3), batchId })));
  const rows = await database.selectFrom('files').select('position').orderBy('position').execute();
  assert.deepEqual(
    rows.map((row) => row.position),
    Array.from({ length: 25 }, (_, index) => index),
  );
});

test('files of one batch that link a template at once share one linked batch', async () => {
  await using desk = await openDesk();
  const { database, workspaceId } = desk;
  const details = { name: 'T', description: undefined, language: 'English', options: {}, fields: [] };
  const { id: extractionId } = await createTemplate(database, { workspaceId, ...details });
  for (let round = 0; round < rounds; round += 1) {
    const { batchId, fileIds } = await acceptUpload(database, desk.upload(4));
    await Promise.all(fileIds.map((fileId) => finish(desk, fileId, extractionId)));
    const linked = await database
      .selectFrom('linked_files')
      .innerJoin('linked_batches', 'linked_batches.batch_id', 'linked_files.batch_id')
      .select(['linked_batches.batch_id', 'linked_files.file_id'])
      .where('source_batch_id', '=', batchId)
      .execute();
    assert.equal(linked.length, 4);
    assert.equal(new Set(linked.map((row) => row.batch_id)).size, 1);
  }
});

test('of two changes that were made on the same revision, one is refused', async () => {
  await using desk = await openDesk();
  const { database, workspaceId, owner } = desk;
  for (let revision = 1; revision <= rounds; revision += 1) {
    const change = (word: string) =>
      reviseClassification(
        database,
        { workspaceId, classificationId: owner.id },
        { revision, change: { documentTypes: [{ name: word, description: 'A type', uniqueWords: [word] }] } },
      );
    const outcomes = await Promise.allSettled([change('one'), change('other')]);
    assert.deepEqual(outcomes.map((outcome) => outcome.status).sort(), ['fulfilled', 'rejected']);
  }
});

test('servers that start together make one first key', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const made = await Promise.all(Array.from({ length: 4 }, () => ensureFirstApiKey(database)));
  assert.equal(made.filter(({ created }) => created).length, 1);
  await Promise.all(
    Array.from({ length: 4 }, () => ensureFirstApiKey(database, 'a fixed key of the operator')),
  );
  assert.equal((await listApiKeys(database)).length, 2);
});

test('finishing, cancelling and deleting at once leave no file waiting without its job, and no job without its file', async () => {
  await using desk = await openDesk();
  const { database, workspaceId } = desk;
  const queue = createQueue();
  for (let round = 0; round < rounds; round += 1) {
    const { batchId, fileIds } = await acceptUpload(database, desk.upload(12));
    const jobs = await queue.claim(database, { worker: 'a', count: 6, leaseMs: 60_000 });
    await Promise.all([
      ...jobs.map((job) =>
        inTransaction(database, async (transaction) => {
          const { fileId } = job.data as { fileId: string };
          if (await queue.complete(transaction, job))
            await finish({ ...desk, database: transaction }, fileId);
        }),
      ),
      deleteFiles(database, { workspaceId, batchId, fileIds: fileIds.slice(3, 9) }),
      round % 2
        ? cancelBatch(database, { workspaceId, batchId })
        : deleteBatch(database, { workspaceId, batchId }),
      queue.beat(database, { worker: 'a', leaseMs: 60_000 }),
      queue.claim(database, { worker: 'b', count: 2, leaseMs: 60_000 }),
    ]);
    const waiting = await database.selectFrom('files').select('id').where('state', '=', 'waiting').execute();
    const open = await database.selectFrom('jobs').select('data').execute();
    assert.deepEqual(waiting, []);
    assert.deepEqual(open, []);
  }
});

async function openDesk() {
  const opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  return {
    database,
    workspaceId,
    owner,
    upload: (count: number) => ({ workspaceId, owner, files: newFiles(count) }),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

function finish(
  { database, workspaceId }: { database: Database; workspaceId: string },
  fileId: string,
  extractionId?: string,
) {
  const file = { workspaceId, fileId, mediaType: 'text/plain', pageCount: 1, readingKey: `of ${fileId}` };
  return inTransaction(database, (transaction) => finishFile(transaction, { ...file, result, extractionId }));
}
