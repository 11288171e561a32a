import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptUpload } from './accept-upload.ts';
import { deleteFiles } from './files.ts';
import { failFile, finishFile } from './finish-file.ts';
import { openTemporaryDatabase } from './temporary-database.ts';
import { createOwner, newFiles, result } from './test-rows.ts';
import { dayOf, mergeUsage, readUsage } from './usage.ts';

test('usage counts what became final, also when it is deleted, and merging changes no number', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  const upload = { workspaceId, owner, files: newFiles(3) };
  const { batchId, fileIds } = await acceptUpload(database, upload);
  const [first, second] = fileIds as [string, string];
  const finished = { workspaceId, mediaType: 'application/pdf', pageCount: 7, readingKey: 'r', result };
  await database.transaction().execute((tx) => finishFile(tx, { ...finished, fileId: first }));
  // Done twice: the file is final already.
  await database.transaction().execute((tx) => finishFile(tx, { ...finished, fileId: first }));
  const failure = { workspaceId, fileId: second, code: 'unreadable', message: 'Broken' };
  await database.transaction().execute((tx) => failFile(tx, failure));
  const today = dayOf(Date.now());
  const days = { workspaceId, from: today, to: today };
  const expected = [
    {
      day: today,
      ownerKind: 'classification',
      ownerId: owner.id,
      processed: 1,
      failed: 1,
      pages: 7,
      bytes: 10,
    },
  ];
  assert.deepEqual(await readUsage(database, days), expected);
  await deleteFiles(database, { workspaceId, batchId, fileIds });
  assert.deepEqual(await readUsage(database, days), expected);
  const countRows = async () => (await database.selectFrom('usage_records').select('id').execute()).length;
  await mergeUsage(database);
  assert.equal(await countRows(), 2, 'the day is not over');
  const tomorrow = Date.now() + 24 * 3_600_000;
  await Promise.all([mergeUsage(database, tomorrow), mergeUsage(database, tomorrow)]);
  assert.equal(await countRows(), 1);
  assert.deepEqual(await readUsage(database, days), expected);
  assert.deepEqual(await readUsage(database, { ...days, workspaceId: 'foreign' }), []);
});
