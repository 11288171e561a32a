import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempDisposable, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { BlobStore } from './blobs.ts';
import { openDiskBlobs } from './disk-blobs.ts';

const bytesMax = 1_000_000;

test('what was put comes back, with its size and hash', async () => {
  await using opened = await open();
  const { blobs } = opened;
  const bytes = Buffer.from('a letter');
  const stored = await blobs.put(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]), { bytesMax });
  assert.equal(stored.size, bytes.length);
  assert.equal(stored.sha256, createHash('sha256').update(bytes).digest('hex'));
  assert.deepEqual(await buffer(await blobs.get(stored.key)), bytes);
  assert.equal(await text(await blobs.get(stored.key, { start: 2, end: 5 })), 'lett');
});

test('a local copy can be read by its path', async () => {
  await using opened = await open();
  const { key } = await opened.blobs.put([Buffer.from('a letter')], { bytesMax });
  await using copy = await opened.blobs.localCopy(key);
  assert.equal(await readFile(copy.path, 'utf8'), 'a letter');
});

test('an empty blob is a blob', async () => {
  await using opened = await open();
  const { key, size } = await opened.blobs.put([], { bytesMax });
  assert.equal(size, 0);
  assert.equal(await text(await opened.blobs.get(key)), '');
});

test('a blob past the limit is refused while it streams, and leaves nothing', async () => {
  await using opened = await open();
  let given = 0;
  async function* endless() {
    for (;;) {
      given += 1000;
      yield Buffer.alloc(1000);
    }
  }
  await assert.rejects(opened.blobs.put(endless(), { bytesMax: 2500 }), { code: 'too_large' });
  assert.equal(given, 3000);
  await assertEmpty(opened);
});

test('an upload that breaks off leaves nothing', async () => {
  await using opened = await open();
  async function* broken() {
    yield Buffer.from('half');
    throw new Error('connection lost');
  }
  await assert.rejects(opened.blobs.put(broken(), { bytesMax }), /connection lost/);
  await assertEmpty(opened);
});

test('a full disk is told by its own code', async () => {
  await using opened = await open();
  async function* full() {
    yield Buffer.from('x');
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  }
  await assert.rejects(opened.blobs.put(full(), { bytesMax }), { code: 'storage_full' });
});

test('a deleted blob is gone; deleting it again is no fault', async () => {
  await using opened = await open();
  const { key } = await opened.blobs.put([Buffer.from('x')], { bytesMax });
  await opened.blobs.delete(key);
  await opened.blobs.delete(key);
  await assert.rejects(opened.blobs.get(key), { code: 'not_found' });
  await assert.rejects(opened.blobs.localCopy(key), { code: 'not_found' });
});

test('no key leads out of the folder', async () => {
  await using opened = await open();
  for (const key of ['../secret', 'ab/../../secret', '/etc/passwd', 'ab/cd', '', 'unfinished/x']) {
    assert.throws(() => opened.blobs.get(key), /no blob key/);
    assert.throws(() => opened.blobs.delete(key), /no blob key/);
  }
});

test('the list names every blob, and nothing else', async () => {
  await using opened = await open();
  const stored = await Promise.all(
    Array.from({ length: 20 }, (_, index) => opened.blobs.put([Buffer.from(`${index}`)], { bytesMax })),
  );
  await writeFile(join(opened.root, 'unfinished', 'left'), 'x');
  const keys = stored.map((blob) => blob.key).sort();
  assert.deepEqual(await listKeys(opened.blobs), keys);
  assert.deepEqual(await listKeys(opened.blobs, keys[0]), [keys[0]]);
});

test('only old unfinished files are removed', async () => {
  await using opened = await open();
  const path = join(opened.root, 'unfinished', 'old');
  await writeFile(path, 'x');
  await utimes(path, 1, 1);
  await writeFile(join(opened.root, 'unfinished', 'new'), 'x');
  assert.equal(await opened.blobs.deleteUnfinished(Date.now() - 60_000), 1);
  assert.deepEqual(await readdir(join(opened.root, 'unfinished')), ['new']);
});

async function open() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-'));
  const blobs = await openDiskBlobs(folder.path);
  return { blobs, root: folder.path, [Symbol.asyncDispose]: () => folder.remove() };
}

async function listKeys(blobs: BlobStore, prefix?: string): Promise<string[]> {
  return (await Array.fromAsync(blobs.list(prefix))).map((blob) => blob.key).sort();
}

async function assertEmpty({ blobs, root }: { blobs: BlobStore; root: string }): Promise<void> {
  assert.deepEqual(await readdir(join(root, 'unfinished')), []);
  assert.deepEqual(await listKeys(blobs), []);
}
