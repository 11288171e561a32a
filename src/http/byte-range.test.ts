import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRange } from './byte-range.ts';

test('ranges are read as RFC 9110 has them', () => {
  const check = (header: string | undefined, expected: ReturnType<typeof parseRange>, size = 100) =>
    assert.deepEqual(parseRange(header, size), expected, header);
  check(undefined, undefined);
  check('bytes=0-9', { start: 0, end: 9 });
  check('bytes=90-', { start: 90, end: 99 });
  check('bytes=90-500', { start: 90, end: 99 });
  check('bytes=-10', { start: 90, end: 99 });
  check('bytes=-500', { start: 0, end: 99 });
  check('bytes=100-', 'unsatisfiable');
  check('bytes=-0', 'unsatisfiable');
  check('bytes=0-', 'unsatisfiable', 0);
  check('bytes=9-0', undefined);
  check('bytes=-', undefined);
  check('bytes=0-1,3-4', undefined);
  check('items=0-9', undefined);
});
