import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { acceptUpload } from '../storage/accept-upload.ts';
import { listAuditEvents } from '../storage/audit.ts';
import { updateClassification } from '../storage/classifications.ts';
import { openDiskBlobs } from '../storage/disk-blobs.ts';
import { createTemplate } from '../storage/templates.ts';
import { openTemporaryDatabase } from '../storage/temporary-database.ts';
import { createOwner, newFiles } from '../storage/test-rows.ts';
import { expireFiles } from './expire-files.ts';

const dayMs = 24 * 3_600_000;
const start = Date.now() + 1_000;

test('originals, then whole files go when their days are over; never what waits, teaches on purpose, or another still has', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const blobs = await openDiskBlobs(join(opened.dataDir, 'blobs'));
  const { workspaceId, owner } = await createOwner(database);
  const template = await createTemplate(database, {
    workspaceId,
    name: 'Totals',
    description: undefined,
    language: 'English',
    options: {},
    fields: [],
  });
  const upload = async (
    of: { kind: 'classification' | 'template' | 'examples'; id: string },
    key: string,
  ) => {
    const files = [{ ...newFiles(1)[0]!, name: key, blobKey: key }];
    const { batchId } = await acceptUpload(database, { workspaceId, owner: of, files });
    return batchId;
  };
  const put = async (text: string) => (await blobs.put([Buffer.from(text)], { bytesMax: 100 })).key;
  const [own, shared, waits, taught] = await Promise.all(['own', 'shared', 'waits', 'taught'].map(put));
  await upload(owner, own!);
  await upload(owner, shared!);
  await upload({ kind: 'template', id: template.id }, shared!);
  await upload({ kind: 'examples', id: owner.id }, taught!);
  await database.updateTable('files').set({ state: 'processed', finished_at: start }).execute();
  await upload(owner, waits!);
  const expire = (days: number) => expireFiles({ database, blobs }, { now: start + days * dayMs });
  const left = async () => (await Array.fromAsync(blobs.list())).map((blob) => blob.key).sort();
  const retain = (retention: object) => updateClassification(database, workspaceId, owner.id, { retention });

  assert.deepEqual(await expire(1_000), { originals: 0, results: 0 });
  await retain({ originalsDays: 10, resultsDays: 20 });
  assert.deepEqual(await expire(10), { originals: 0, results: 0 });
  assert.deepEqual(await expire(11), { originals: 2, results: 0 });
  assert.deepEqual(await expire(11), { originals: 0, results: 0 });
  assert.deepEqual(await left(), [shared, waits, taught].sort());
  const rows = await database.selectFrom('files').select(['name', 'originals_deleted_at']).execute();
  assert.equal(rows.length, 5);
  assert.equal(rows.find((row) => row.name === own)?.originals_deleted_at, start + 11 * dayMs);
  assert.equal(rows.find((row) => row.name === waits)?.originals_deleted_at, null);
  assert.deepEqual(await expire(21), { originals: 0, results: 2 });
  const kept = await database.selectFrom('files').select('name').execute();
  assert.deepEqual(kept.map((row) => row.name).sort(), [shared, waits, taught].sort());
  assert.deepEqual(await left(), [shared, waits, taught].sort());

  const { items } = await listAuditEvents(database, { workspaceId, limit: 10 });
  assert.deepEqual(
    items.map(({ actor, action, resourceId }) => [actor.kind, action, resourceId]),
    [...Array(2).fill('retention.results'), ...Array(2).fill('retention.originals')].map((action) => [
      'system',
      action,
      owner.id,
    ]),
  );
});
