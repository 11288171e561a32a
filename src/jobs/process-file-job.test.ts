import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Failure } from '../errors.ts';
import { createLog } from '../log.ts';
import { acceptUpload } from '../storage/accept-upload.ts';
import { batchProgress } from '../storage/batches.ts';
import { updateClassification } from '../storage/classifications.ts';
import { openDiskBlobs } from '../storage/disk-blobs.ts';
import { deleteFiles, findFile } from '../storage/files.ts';
import { evidenceOfFile, resultOfFile } from '../storage/results.ts';
import { openTemporaryDatabase } from '../storage/temporary-database.ts';
import { answer, createOwner, newFiles } from '../storage/test-rows.ts';
import { createProcessFileHandler, type ProcessFile } from './process-file-job.ts';
import { createQueue } from './queue.ts';
import { waitUntil } from './wait-until.ts';
import { startWorker } from './worker.ts';

const reading = Buffer.from('the reading');
const processed = { reading, mediaType: 'application/pdf', pageCount: 3, warnings: [], answer };

test('a file is read from its blob and becomes processed, with its answer and its reading', async () => {
  await using opened = await open(['a letter']);
  const { database, blobs, key, fileId } = opened;
  let text = '';
  let types = 0;
  await opened.processAll(async (task) => {
    text = await readFile(task.path, 'utf8');
    types = task.types.length;
    return processed;
  });
  assert.deepEqual([text, types], ['a letter', 1]);
  const file = await findFile(database, { workspaceId: key.workspaceId, fileId });
  assert.deepEqual([file?.state, file?.mediaType, file?.pageCount], ['processed', 'application/pdf', 3]);
  const { result } = (await resultOfFile(database, { ...key, fileId }))!;
  assert.deepEqual(result, {
    documentType: 'Invoice',
    confidence: 0.9,
    needsReview: false,
    pageFrom: 1,
    pageTo: 3,
    revision: 1,
  });
  const evidence = await evidenceOfFile(database, { workspaceId: key.workspaceId, fileId });
  assert.deepEqual(evidence?.evidence, answer.evidence);
  await using copy = await blobs.localCopy(file!.readingKey!);
  assert.deepEqual(await readFile(copy.path), reading);
});

test('the types are those of the moment of processing', async () => {
  await using opened = await open(['a letter']);
  const { database, key, owner, fileId } = opened;
  await updateClassification(database, key.workspaceId, owner.id, { documentTypes: [] });
  await opened.processAll(async ({ types }) => {
    assert.deepEqual(types, []);
    return processed;
  });
  assert.equal((await resultOfFile(database, { ...key, fileId }))?.result?.revision, 2);
});

test('a file that cannot be read fails at once with its reason; the others are unharmed', async () => {
  await using opened = await open(['broken', 'whole']);
  let attempts = 0;
  await opened.processAll(async ({ path }) => {
    if ((await readFile(path, 'utf8')) === 'whole') return processed;
    attempts += 1;
    throw new Failure('password_protected', 'The PDF asks for a password');
  });
  assert.equal(attempts, 1);
  assert.deepEqual(await opened.outcomes(), [
    ['failed', { code: 'password_protected', message: 'The PDF asks for a password' }],
    ['processed', undefined],
  ]);
});

test('a reader that always crashes is tried three times', async () => {
  await using opened = await open(['deadly']);
  let attempts = 0;
  await opened.processAll(async () => {
    attempts += 1;
    throw new Failure('reader_crashed', 'The reader crashed');
  });
  assert.equal(attempts, 3);
  assert.deepEqual(await opened.outcomes(), [
    ['failed', { code: 'reader_crashed', message: 'The reader crashed' }],
  ]);
});

test('a bug of ours ends as failed too, and tells the user no secrets', async () => {
  await using opened = await open(['strange']);
  await opened.processAll(() => Promise.reject(new TypeError('undefined is not a function at /secret/path')));
  assert.deepEqual(await opened.outcomes(), [
    ['failed', { code: 'internal_error', message: 'Internal error while reading this file' }],
  ]);
});

test('a file deleted while it is read leaves nothing behind', async () => {
  await using opened = await open(['a letter']);
  const { database, key, fileId } = opened;
  await opened.processAll(async () => {
    await deleteFiles(database, { ...key, fileIds: [fileId] });
    return processed;
  });
  for (const table of ['files', 'results', 'jobs'] as const) {
    assert.deepEqual(await database.selectFrom(table).selectAll().execute(), []);
  }
});

test('a file whose original is gone fails with that reason', async () => {
  await using opened = await open(['a letter']);
  const file = await findFile(opened.database, { ...opened.key, fileId: opened.fileId });
  await opened.blobs.delete(file!.blobKey);
  await opened.processAll(() => assert.fail('nothing to read'));
  assert.deepEqual(await opened.outcomes(), [
    ['failed', { code: 'not_found', message: 'The file is no longer stored' }],
  ]);
});

async function open(texts: readonly string[]) {
  const opened = await openTemporaryDatabase();
  const { database } = opened;
  const blobs = await openDiskBlobs(join(opened.dataDir, 'blobs'));
  const { workspaceId, owner } = await createOwner(database);
  const files = await Promise.all(
    newFiles(texts.length).map(async (file, index) => {
      const { key } = await blobs.put([Buffer.from(texts[index]!)], { bytesMax: 100 });
      return { ...file, blobKey: key };
    }),
  );
  const { batchId, fileIds } = await acceptUpload(database, { workspaceId, owner, files });
  const key = { workspaceId, batchId };

  async function processAll(processFile: ProcessFile): Promise<void> {
    const handlers = { 'process-file': createProcessFileHandler({ database, blobs, processFile }) };
    const log = createLog('silent');
    await using _worker = startWorker({ database, queue: createQueue(), handlers, concurrency: 2, log });
    await waitUntil('all files are finished', async () => {
      await database.updateTable('jobs').set({ run_at: 0 }).where('state', '=', 'delayed').execute();
      return (await batchProgress(database, key)).unfinished === 0;
    });
  }

  async function outcomes() {
    const found = await Promise.all(fileIds.map((fileId) => findFile(database, { workspaceId, fileId })));
    return found.map((file) => [file?.state, file?.error]);
  }

  return {
    database,
    blobs,
    key,
    owner,
    fileId: fileIds[0]!,
    processAll,
    outcomes,
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}
