import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptUpload } from './accept-upload.ts';
import {
  createClassification,
  deleteClassification,
  findClassification,
  updateClassification,
} from './classifications.ts';
import { finishFile } from './finish-file.ts';
import type { Tables } from './schema.ts';
import { openTemporaryDatabase } from './temporary-database.ts';
import { createOwner, newFiles, result } from './test-rows.ts';
import { createWorkspace } from './workspaces.ts';

const documentTypes = [{ name: 'Invoice', description: '', uniqueWords: ['zu zahlen', 'à payer'] }];

test('a classification comes back as it was given', async () => {
  await using opened = await openTemporaryDatabase();
  const { id: workspaceId } = await createWorkspace(opened.database, 'Post');
  const created = await createClassification(opened.database, { workspaceId, name: 'Post', documentTypes });
  assert.deepEqual(await findClassification(opened.database, workspaceId, created.id), created);
  assert.equal(created.description, undefined);
  assert.equal(created.revision, 1);
});

test('an update changes only what is given; the revision grows with types and settings', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  const update = (change: object) => updateClassification(database, workspaceId, owner.id, change);
  const before = await findClassification(database, workspaceId, owner.id);
  const renamed = await update({ name: 'Renamed' });
  assert.deepEqual(renamed, { ...before, name: 'Renamed', updatedAt: renamed?.updatedAt });
  assert.equal((await update({ documentTypes }))?.revision, 2);
  const set = await update({ settings: { otherThreshold: 0.4 }, description: '' });
  assert.deepEqual([set?.revision, set?.settings, set?.description], [3, { otherThreshold: 0.4 }, '']);
});

test('another workspace can neither see, change nor delete it', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  const stranger = await createWorkspace(database, 'Stranger');
  assert.equal(await findClassification(database, stranger.id, owner.id), undefined);
  assert.equal(await updateClassification(database, stranger.id, owner.id, { name: 'Mine' }), undefined);
  assert.equal(await deleteClassification(database, stranger.id, owner.id), undefined);
  assert.equal((await findClassification(database, workspaceId, owner.id))?.name, 'Post');
});

test('with a classification go its batches, files, results and jobs, and its blobs are named', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { workspaceId, owner } = await createOwner(database);
  const files = newFiles(3);
  const { fileIds } = await acceptUpload(database, { workspaceId, owner, files });
  await acceptUpload(database, { workspaceId, owner, files: newFiles(1) });
  const file = { workspaceId, fileId: fileIds[0]!, mediaType: 'application/pdf', pageCount: 2 };
  await finishFile(database, { ...file, readingKey: 'reading', result });
  const deleted = await deleteClassification(database, workspaceId, owner.id);
  assert.equal(deleted?.blobKeys.length, 5);
  assert.ok(deleted.blobKeys.includes('reading') && deleted.blobKeys.includes(files[2]!.blobKey));
  const tables: (keyof Tables)[] = ['classifications', 'batches', 'files', 'results', 'jobs', 'job_groups'];
  for (const table of tables) {
    assert.deepEqual(await database.selectFrom(table).selectAll().execute(), [], table);
  }
});
