import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptUpload } from './accept-upload.ts';
import { findClassification, updateClassification } from './classifications.ts';
import { correctFiles, withdrawCorrection } from './corrections.ts';
import { deleteFiles, type NewFile } from './files.ts';
import { finishFile } from './finish-file.ts';
import { findLessons, lessonsOnlyIn } from './lessons.ts';
import { openTemporaryDatabase } from './temporary-database.ts';
import { createOwner, newFiles, result } from './test-rows.ts';
import { listVersions, restoreVersion } from './version-history.ts';

const by = { id: 'key', name: 'desk' };

async function open(count: number) {
  await using stack = new AsyncDisposableStack();
  const { database } = stack.use(await openTemporaryDatabase());
  const { workspaceId, owner } = await createOwner(database);
  const classificationId = owner.id;
  const files = newFiles(count).map((file, index): NewFile => ({ ...file, sha256: `${index}` }));
  const { fileIds, batchId } = await acceptUpload(database, { workspaceId, owner, files });
  await database.transaction().execute(async (transaction) => {
    for (const fileId of fileIds) {
      const read = { mediaType: 'text/plain', pageCount: 1, readingKey: `reading of ${fileId}` };
      await finishFile(transaction, { workspaceId, fileId, ...read, result });
    }
  });
  const correct = (indices: readonly number[], documentType?: string) =>
    correctFiles(database, { workspaceId, fileIds: indices.map((at) => fileIds[at]!), documentType, by });
  const versionOf = async () => (await findClassification(database, workspaceId, classificationId))!.version;
  /** Index and type of what is learned from at a version. */
  const lessonsAt = async (version: number, names = ['Invoice', 'Receipt', 'other']) =>
    (await findLessons(database, { workspaceId, classificationId, version }, names))
      .map(({ fileId, documentType }) => `${fileIds.indexOf(fileId)} ${documentType}`)
      .toSorted();
  const owned = stack.move();
  const key = { workspaceId, classificationId };
  return {
    ...{ database, key, batchId, fileIds, correct, versionOf, lessonsAt },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

test('each change of what is learned is a version, and every version still tells what it learned from', async () => {
  await using opened = await open(3);
  const { database, key, fileIds, correct, versionOf, lessonsAt } = opened;
  assert.deepEqual([await versionOf(), await lessonsAt(1)], [1, []]);
  await correct([0, 1]);
  await correct([0]); // Says nothing new.
  assert.equal(await versionOf(), 2);
  await correct([1, 2], 'Receipt');
  await updateClassification(database, key.workspaceId, key.classificationId, { settings: {} });
  const { workspaceId } = key;
  await withdrawCorrection(database, { workspaceId, fileId: fileIds[0]!, by: 'desk' });
  assert.deepEqual(await Promise.all([2, 3, 4, 5].map((version) => lessonsAt(version))), [
    ['0 Invoice', '1 Invoice'],
    ['0 Invoice', '1 Receipt', '2 Receipt'],
    ['0 Invoice', '1 Receipt', '2 Receipt'],
    ['1 Receipt', '2 Receipt'],
  ]);
  assert.deepEqual(await lessonsAt(5, ['Invoice', 'other']), [], 'a type that is gone teaches nothing');
  const { items } = await listVersions(database, key, { limit: 10 });
  assert.deepEqual(
    items.map(({ version, cause, amount }) => [version, cause, amount]),
    [
      [5, 'forgotten', 1],
      [4, 'defined', 0],
      [3, 'taught', 2],
      [2, 'taught', 2],
      [1, 'defined', 0],
    ],
  );
  const added = await lessonsOnlyIn(database, { ...key, version: 5 }, 2, 10);
  assert.deepEqual(
    added.map(({ fileId, documentType }) => `${fileIds.indexOf(fileId)} ${documentType}`).toSorted(),
    ['1 Receipt', '2 Receipt'],
  );
});

test('a roll-back brings back types, settings and lessons, and can itself be rolled back', async () => {
  await using opened = await open(3);
  const { database, key, correct, versionOf, lessonsAt } = opened;
  await correct([0, 1]);
  const documentTypes = [{ name: 'Receipt', description: '', uniqueWords: [] }];
  const change = { documentTypes, settings: { reviewThreshold: 0.9 } };
  await updateClassification(database, key.workspaceId, key.classificationId, change);
  await correct([1, 2], 'Receipt');
  const restored = await restoreVersion(database, { ...key, version: 2 }, 'desk');
  assert.deepEqual([restored?.documentTypes[0]?.name, restored?.settings], ['Invoice', {}]);
  assert.deepEqual(await lessonsAt(await versionOf()), ['0 Invoice', '1 Invoice']);
  assert.deepEqual(await lessonsAt(4), ['0 Invoice', '1 Receipt', '2 Receipt']);
  const again = await restoreVersion(database, { ...key, version: 4 }, 'desk');
  assert.deepEqual([again?.documentTypes[0]?.name, again?.settings], ['Receipt', { reviewThreshold: 0.9 }]);
  assert.deepEqual(await lessonsAt(await versionOf()), ['0 Invoice', '1 Receipt', '2 Receipt']);
  await correct([0], 'other');
  assert.deepEqual(await lessonsAt(await versionOf()), ['0 other', '1 Receipt', '2 Receipt']);
});

test('a deleted file is forgotten in every version, and a roll-back does not bring it back', async () => {
  await using opened = await open(2);
  const { database, key, batchId, fileIds, correct, versionOf, lessonsAt } = opened;
  await correct([0, 1]);
  await deleteFiles(database, { workspaceId: key.workspaceId, batchId, fileIds: [fileIds[0]!] });
  assert.deepEqual([await versionOf(), await lessonsAt(2)], [3, ['1 Invoice']]);
  await restoreVersion(database, { ...key, version: 2 }, 'desk');
  assert.deepEqual(await lessonsAt(await versionOf()), ['1 Invoice']);
});

test('a flood of one type does not push out the few lessons of another', async () => {
  await using opened = await open(420);
  const { correct, versionOf, lessonsAt } = opened;
  await correct([0, 1, 2], 'Receipt');
  await correct(Array.from({ length: 417 }, (_, index) => index + 3));
  const lessons = await lessonsAt(await versionOf());
  assert.equal(lessons.length, 300);
  assert.deepEqual(
    lessons.filter((lesson) => lesson.endsWith('Receipt')),
    ['0 Receipt', '1 Receipt', '2 Receipt'],
  );
});
