import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { acceptUpload } from '../storage/accept-upload.ts';
import { openDiskBlobs } from '../storage/disk-blobs.ts';
import { openTemporaryDatabase } from '../storage/temporary-database.ts';
import { createOwner, newFiles } from '../storage/test-rows.ts';
import { sweepBlobs } from './sweep-job.ts';

const dayMs = 24 * 3_600_000;

test('a sweep deletes old blobs without a row, and only those', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const blobs = await openDiskBlobs(join(opened.dataDir, 'blobs'));
  const put = async (text: string) => (await blobs.put([Buffer.from(text)], { bytesMax: 100 })).key;
  const [original, reading, orphan] = await Promise.all(['original', 'reading', 'orphan'].map(put));
  const { workspaceId, owner } = await createOwner(database);
  const files = [{ ...newFiles(1)[0]!, blobKey: original! }];
  await acceptUpload(database, { workspaceId, owner, files });
  await database.updateTable('files').set({ reading_key: reading! }).execute();

  assert.deepEqual(await sweepBlobs({ database, blobs }), { orphans: 0, unfinished: 0 });
  const tomorrow = Date.now() + dayMs + 1000;
  assert.deepEqual(await sweepBlobs({ database, blobs }, { now: tomorrow }), { orphans: 1, unfinished: 0 });
  const left = (await Array.fromAsync(blobs.list())).map((blob) => blob.key);
  assert.deepEqual(left.sort(), [original, reading].sort());
  await assert.rejects(blobs.get(orphan!), { code: 'not_found' });
});
