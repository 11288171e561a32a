import assert from 'node:assert/strict';
import { mkdtempDisposable, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { blobsContract } from './blobs.contract.ts';
import { openDiskBlobs } from './disk-blobs.ts';

blobsContract(open);

test('only old unfinished files are removed', async () => {
  await using opened = await open();
  const path = join(opened.root, 'unfinished', 'old');
  await writeFile(path, 'x');
  await utimes(path, 1, 1);
  await writeFile(join(opened.root, 'unfinished', 'new'), 'x');
  assert.equal(await opened.blobs.deleteUnfinished(Date.now() - 60_000), 1);
  assert.deepEqual(await opened.unfinished(), ['new']);
});

async function open() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-'));
  const blobs = await openDiskBlobs(folder.path);
  return {
    blobs,
    root: folder.path,
    unfinished: () => readdir(join(folder.path, 'unfinished')),
    [Symbol.asyncDispose]: () => folder.remove(),
  };
}
