import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptUpload } from './accept-upload.ts';
import { batchProgress, deleteBatch } from './batches.ts';
import { deleteFiles, findFile, listFiles } from './files.ts';
import { failFile, finishFile } from './finish-file.ts';
import { evidenceOfFile, resultOfFile, resultsOfBatch } from './results.ts';
import { openTemporaryDatabase } from './temporary-database.ts';
import { createOwner, newFiles, result } from './test-rows.ts';

test('an upload writes batch, files and one job a file', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  const { batchId, fileIds } = await acceptUpload(database, { workspaceId, owner, files: newFiles(1200) });
  assert.deepEqual(await batchProgress(database, { workspaceId, batchId }), {
    files: 1200,
    unfinished: 1200,
  });
  const files = await listFiles(database, { workspaceId, batchId });
  assert.deepEqual(
    files.map((file) => file.id),
    fileIds,
  );
  assert.deepEqual([files[1199]?.name, files[1199]?.state], ['letter 1199.pdf', 'waiting']);
  const jobs = await database.selectFrom('jobs').selectAll().execute();
  assert.deepEqual(new Set(jobs.map((job) => JSON.parse(job.data).fileId)), new Set(fileIds));
});

test('an upload that cannot be whole is nothing', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  // A file without a size breaks the transaction at its last row.
  const files = [...newFiles(3), { ...newFiles(1)[0]!, bytes: undefined as unknown as number }];
  await assert.rejects(acceptUpload(database, { workspaceId, owner, files }));
  for (const table of ['batches', 'files', 'jobs'] as const) {
    assert.deepEqual(await database.selectFrom(table).selectAll().execute(), []);
  }
});

test('a finished batch that gets more files is waiting again', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  const { batchId, fileIds } = await acceptUpload(database, { workspaceId, owner, files: newFiles(1) });
  await finish(database, workspaceId, fileIds[0]!);
  assert.deepEqual(await batchProgress(database, { workspaceId, batchId }), { files: 1, unfinished: 0 });
  await acceptUpload(database, { workspaceId, owner, batchId, files: newFiles(2) });
  assert.deepEqual(await batchProgress(database, { workspaceId, batchId }), { files: 3, unfinished: 2 });
  const positions = await database.selectFrom('files').select('position').orderBy('position').execute();
  assert.deepEqual(
    positions.map((row) => row.position),
    [0, 1, 2],
  );
});

test("nobody can add to another owner's batch", async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const mine = await createOwner(database);
  const theirs = await createOwner(database);
  const { batchId } = await acceptUpload(database, { ...theirs, files: newFiles(1) });
  for (const wrong of [
    { ...mine, batchId },
    { ...mine, workspaceId: theirs.workspaceId, batchId },
    { ...theirs, workspaceId: mine.workspaceId, batchId },
    { ...theirs, batchId: 'unknown' },
  ]) {
    await assert.rejects(acceptUpload(database, { ...wrong, files: newFiles(1) }), { code: 'not_found' });
  }
});

test('results come in the order of upload, with the reason of those that failed', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  const { batchId, fileIds } = await acceptUpload(database, { workspaceId, owner, files: newFiles(3) });
  await finish(database, workspaceId, fileIds[2]!);
  const failure = { code: 'corrupt_file', message: 'This PDF is broken' };
  await failFile(database, { workspaceId, fileId: fileIds[0]!, ...failure });
  const listed = await resultsOfBatch(database, { workspaceId, batchId });
  assert.deepEqual(
    listed.map((file) => [file.id, file.state, file.result?.documentType, file.error]),
    [
      [fileIds[0], 'failed', undefined, failure],
      [fileIds[1], 'waiting', undefined, undefined],
      [fileIds[2], 'processed', 'Invoice', undefined],
    ],
  );
  const { ranking, evidence, borrowed, ...light } = result;
  assert.deepEqual(listed[2]?.result, light);
  assert.deepEqual(await resultOfFile(database, { workspaceId, batchId, fileId: fileIds[2]! }), listed[2]);
  assert.deepEqual(await evidenceOfFile(database, { workspaceId, fileId: fileIds[2]! }), result);
  assert.equal(
    await resultOfFile(database, { workspaceId, batchId: 'other', fileId: fileIds[2]! }),
    undefined,
  );
  assert.deepEqual(await resultsOfBatch(database, { workspaceId: 'other', batchId }), []);
});

test('a file is finished once, whoever comes second', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  const { fileIds } = await acceptUpload(database, { workspaceId, owner, files: newFiles(1) });
  const fileId = fileIds[0]!;
  assert.equal(await finish(database, workspaceId, fileId), true);
  assert.equal(await finish(database, workspaceId, fileId), false);
  assert.equal(await failFile(database, { workspaceId, fileId, code: 'corrupt_file', message: '' }), false);
  const file = await findFile(database, { workspaceId, fileId });
  assert.deepEqual([file?.state, file?.readingKey, file?.pageCount], ['processed', 'reading', 2]);
});

test('deleted files leave the rest of their batch, and take their jobs along', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  const { batchId, fileIds } = await acceptUpload(database, { workspaceId, owner, files: newFiles(3) });
  const asked = { workspaceId, batchId, fileIds: [fileIds[0]!, fileIds[2]!, 'unknown'] };
  const stranger = await deleteFiles(database, { ...asked, workspaceId: 'other' });
  assert.deepEqual(stranger, { deleted: [], blobKeys: [] });
  const { deleted, blobKeys } = await deleteFiles(database, asked);
  assert.deepEqual(deleted.sort(), [fileIds[0], fileIds[2]].sort());
  assert.equal(blobKeys.length, 2);
  const jobs = await database.selectFrom('jobs').select('dedupe_key').execute();
  assert.deepEqual(
    jobs.map((job) => job.dedupe_key),
    [fileIds[1]],
  );
  assert.equal((await deleteBatch(database, { workspaceId, batchId })).blobKeys.length, 1);
  assert.deepEqual(await database.selectFrom('batches').selectAll().execute(), []);
});

function finish(database: Parameters<typeof finishFile>[0], workspaceId: string, fileId: string) {
  const file = { workspaceId, fileId, mediaType: 'application/pdf', pageCount: 2, readingKey: 'reading' };
  return finishFile(database, { ...file, result });
}
