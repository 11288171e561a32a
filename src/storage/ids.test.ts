import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBatchId, createId } from './ids.ts';

test('ids have the shape that clients know, and sort by time', () => {
  const now = Date.UTC(2026, 10, 23);
  for (let index = 0; index < 200; index += 1) {
    const [older, newer] = [createId(now + index), createId(now + index + 1)];
    assert.match(older, /^-[A-Za-z0-9_-]{19}$/);
    assert.ok(older < newer);
  }
});

test('ids of one millisecond differ', () => {
  assert.equal(new Set(Array.from({ length: 10_000 }, () => createId(0))).size, 10_000);
});

test('batch ids are 25 letters and digits, all of them used', () => {
  const ids = Array.from({ length: 500 }, createBatchId);
  for (const id of ids) assert.match(id, /^[A-Za-z0-9]{25}$/);
  assert.equal(new Set(ids.join('')).size, 62);
});
