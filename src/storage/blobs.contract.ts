import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { BlobStore } from './blobs.ts';

/** A store of its own for one test. */
export type OpenedBlobs = AsyncDisposable & {
  readonly blobs: BlobStore;
  /** Names of what lies where blobs are before they are whole. */
  readonly unfinished: () => Promise<readonly string[]>;
};

const bytesMax = 1_000_000;

/** What every blob store promises. */
export function blobsContract(open: () => Promise<OpenedBlobs>): void {
  test('what was put comes back, with its size and hash', async () => {
    await using opened = await open();
    const { blobs } = opened;
    const bytes = Buffer.from('a letter');
    const stored = await blobs.put(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]), { bytesMax });
    assert.equal(stored.size, bytes.length);
    assert.equal(stored.sha256, createHash('sha256').update(bytes).digest('hex'));
    assert.deepEqual(await buffer(await blobs.get(stored.key)), bytes);
    assert.deepEqual(await opened.unfinished(), []);
  });

  test('a range gives the bytes from its start to its end, both included', async () => {
    await using opened = await open();
    const { key } = await opened.blobs.put([Buffer.from('a letter')], { bytesMax });
    const part = async (range: object) => text(await opened.blobs.get(key, range));
    assert.equal(await part({ start: 2, end: 5 }), 'lett');
    assert.equal(await part({ start: 6 }), 'er');
    assert.equal(await part({ end: 0 }), 'a');
  });

  test('a large blob comes back byte for byte', async () => {
    await using opened = await open();
    const chunk = Buffer.from(Array.from({ length: 64 * 1024 }, (_, index) => index % 251));
    const chunks = Array.from({ length: 160 }, () => chunk);
    const stored = await opened.blobs.put(chunks, { bytesMax: 20_000_000 });
    assert.equal(stored.size, 160 * chunk.length);
    const back = await buffer(await opened.blobs.get(stored.key));
    assert.equal(createHash('sha256').update(back).digest('hex'), stored.sha256);
  });

  test('a local copy can be read by its path', async () => {
    await using opened = await open();
    const { key } = await opened.blobs.put([Buffer.from('a letter')], { bytesMax });
    {
      await using copy = await opened.blobs.localCopy(key);
      assert.equal(await readFile(copy.path, 'utf8'), 'a letter');
    }
    assert.deepEqual(await opened.unfinished(), []);
    assert.equal(await text(await opened.blobs.get(key)), 'a letter');
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

  test('a key that an earlier run was still writing when it was killed can be written again', async () => {
    await using opened = await open();
    const { key } = await opened.blobs.put([Buffer.from('a letter')], { bytesMax });
    await opened.blobs.delete(key);
    const { promise: killed, reject: kill } = Promise.withResolvers<never>();
    async function* cutOff() {
      yield Buffer.from('half');
      await killed;
    }
    const first = opened.blobs.put(cutOff(), { bytesMax, key });
    await opened.blobs.put([Buffer.from('a letter')], { bytesMax, key });
    assert.equal(await text(await opened.blobs.get(key)), 'a letter');
    kill(new Error('over'));
    await assert.rejects(first, /over/);
    assert.equal(await text(await opened.blobs.get(key)), 'a letter');
    assert.deepEqual(await opened.unfinished(), []);
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

  test('no key leads out of the store', async () => {
    await using opened = await open();
    for (const key of ['../secret', 'ab/../../secret', '/etc/passwd', 'ab/cd', '', 'unfinished/x']) {
      await assert.rejects(async () => opened.blobs.get(key), /no blob key/);
      await assert.rejects(async () => opened.blobs.delete(key), /no blob key/);
    }
  });

  test('the list names every blob, and nothing else', async () => {
    await using opened = await open();
    const stored = await Promise.all(
      Array.from({ length: 20 }, (_, index) => opened.blobs.put([Buffer.from(`${index}`)], { bytesMax })),
    );
    const keys = stored.map((blob) => blob.key).sort();
    assert.deepEqual(await listKeys(opened.blobs), keys);
    assert.deepEqual(await listKeys(opened.blobs, keys[0]), [keys[0]]);
    for await (const { size, modifiedAt } of opened.blobs.list()) {
      assert.ok(size >= 1 && size <= 2);
      assert.ok(Math.abs(Date.now() - modifiedAt) < 3_600_000);
    }
  });
}

async function listKeys(blobs: BlobStore, prefix?: string): Promise<string[]> {
  return (await Array.fromAsync(blobs.list(prefix))).map((blob) => blob.key).sort();
}

async function assertEmpty({ blobs, unfinished }: OpenedBlobs): Promise<void> {
  assert.deepEqual(await unfinished(), []);
  assert.deepEqual(await listKeys(blobs), []);
}
