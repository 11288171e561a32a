import assert from 'node:assert/strict';
import { type MockTracker, test } from 'node:test';
import { Failure } from '../errors.ts';
import { acceptUpload } from '../storage/accept-upload.ts';
import type { BlobStore } from '../storage/blobs.ts';
import { findClassification } from '../storage/classifications.ts';
import { correctFiles } from '../storage/corrections.ts';
import { inTransaction } from '../storage/database.ts';
import { finishFile } from '../storage/finish-file.ts';
import { openTemporaryDatabase } from '../storage/temporary-database.ts';
import { createOwner, newFiles, result } from '../storage/test-rows.ts';
import { taughtExamples } from './taught-examples.ts';

/** Two lessons, in a store that makes a copy of its own for each user, as that of a bucket does. */
async function openTaught(mock: MockTracker) {
  await using stack = new AsyncDisposableStack();
  const { database } = stack.use(await openTemporaryDatabase());
  const { workspaceId, owner } = await createOwner(database);
  const files = newFiles(2).map((file, index) => ({ ...file, sha256: `${index}` }));
  const { fileIds } = await acceptUpload(database, { workspaceId, owner, files });
  await inTransaction(database, async (transaction) => {
    for (const [index, fileId] of fileIds.entries()) {
      const read = { mediaType: 'text/plain', pageCount: 1, readingKey: `reading ${index}` };
      await finishFile(transaction, { workspaceId, fileId, ...read, result });
    }
  });
  await correctFiles(database, { workspaceId, fileIds, documentType: 'Invoice', by: { id: 'a', name: 'a' } });
  const { version } = (await findClassification(database, workspaceId, owner.id))!;
  mock.timers.enable({ apis: ['setTimeout'] });
  const copies: string[] = [];
  const gone: string[] = [];
  let failure: Failure | undefined;
  const blobs: Pick<BlobStore, 'localCopy'> = {
    async localCopy(key: string) {
      if (failure !== undefined && key === 'reading 1') throw failure;
      const path = `${key}, copy ${copies.length}`;
      copies.push(path);
      return { path, [Symbol.asyncDispose]: async () => void gone.push(path) };
    },
  };
  const key = { workspaceId, classificationId: owner.id, version };
  const types = [{ name: 'Invoice', description: '', uniqueWords: [] }];
  const owned = stack.move();
  return {
    copies,
    gone,
    fail: (wanted: Failure | undefined) => {
      failure = wanted;
    },
    take: () => taughtExamples({ database, blobs: blobs as BlobStore }, key, types),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

test('files one after another use the same copies of what was learned, which go a minute after the last', async ({
  mock,
}) => {
  await using taught = await openTaught(mock);
  const paths: string[][] = [];
  for (let file = 0; file < 3; file += 1) {
    await using one = await taught.take();
    await using other = await taught.take();
    paths.push(...[one, other].map(({ examples }) => examples.map(({ path }) => path)));
    mock.timers.tick(59_000);
    assert.deepEqual(taught.gone, []);
  }
  assert.equal(taught.copies.length, 2);
  for (const list of paths) assert.deepEqual(list, paths[0]);
  mock.timers.tick(60_000);
  await new Promise(setImmediate);
  assert.deepEqual(taught.gone.toSorted(), taught.copies.toSorted());
  await using _again = await taught.take();
  assert.equal(taught.copies.length, 4);
});

test('a store out of reach is told, and never answered as if less had been learned; what is deleted is left out', async ({
  mock,
}) => {
  await using taught = await openTaught(mock);
  taught.fail(new Failure('unavailable', 'The object store cannot be used just now; try again'));
  await assert.rejects(taught.take(), { code: 'unavailable' });
  taught.fail(new Failure('not_found', 'The file is no longer stored'));
  await using rest = await taught.take();
  assert.deepEqual(
    rest.examples.map(({ path }) => path.slice(0, 9)),
    ['reading 0'],
  );
  taught.fail(undefined);
  await using all = await taught.take();
  assert.equal(all.examples.length, 2);
});
