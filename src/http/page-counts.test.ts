import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../errors.ts';
import { newFiles } from '../storage/test-rows.ts';
import { withPageCounts } from './page-counts.ts';

const copy = { path: '/there', [Symbol.asyncDispose]: async () => {} };
const pages = (files: readonly { readonly pageCount: number }[]) => files.map((file) => file.pageCount);

test('files whose store is silent, or fails, say 1 page; the upload neither waits for it nor fails by it', async () => {
  const files = newFiles(6).map((file) => ({ ...file, pageCount: 1 }));
  const silent = { localCopy: () => new Promise<never>(() => {}) };
  assert.deepEqual(pages(await withPageCounts(files, silent, async () => 3)), [1, 1, 1, 1, 1, 1]);
  let copies = 0;
  const failing = {
    localCopy: async () => {
      copies += 1;
      if (copies === 2) throw new Failure('unavailable', 'The object store cannot be used just now');
      return copy;
    },
  };
  assert.deepEqual(pages(await withPageCounts(files, failing, async () => 3)), [3, 1, 3, 3, 3, 3]);
});
