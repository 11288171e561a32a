import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document, Page } from '../reading/document.ts';
import { onlyPages, readPageRange } from './page-range.ts';

const page = (number: number): Page => ({
  number,
  width: 100,
  height: 100,
  rotation: 0,
  source: 'text-layer',
  lines: [],
});
const document = (mediaType: string): Document => ({
  mediaType,
  pageCount: 3,
  pages: [page(1), page(2), page(3)],
  attachments: [],
  warnings: [],
});

test('the range is read in both of its forms, and only with the flag', () => {
  const range = { from: 1, to: 3 };
  assert.deepEqual(
    readPageRange({ specificPageProcessing: true, specificPageProcessingOptions: range }),
    range,
  );
  assert.deepEqual(readPageRange({ specificPageProcessing: 'true', from: '1', to: '3' }), range);
  assert.equal(readPageRange({ specificPageProcessingOptions: range }), undefined);
  for (const [from, to] of [
    [0, 1],
    [2, 1],
    [1, undefined],
    [1.5, 2],
    ['a', 2],
    [{ toString: 1 }, 2],
  ]) {
    assert.throws(() => readPageRange({ specificPageProcessing: true, from, to }), /whole numbers/);
  }
});

test('a PDF keeps the asked pages with their numbers; other formats stay whole', () => {
  const numbers = (cut: Document) => cut.pages.map(({ number }) => number);
  const range = { from: 2, to: 9 };
  assert.deepEqual(numbers(onlyPages(document('application/pdf'), range)), [2, 3]);
  assert.deepEqual(numbers(onlyPages(document('application/pdf'), undefined)), [1, 2, 3]);
  assert.deepEqual(numbers(onlyPages(document('text/plain'), range)), [1, 2, 3]);
  assert.throws(
    () => onlyPages(document('application/pdf'), { from: 4, to: 5 }),
    /pages 4 to 5; this file has 3/,
  );
});
