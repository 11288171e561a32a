import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../errors.ts';
import { fieldDepthMax, parseFields } from './field.ts';

test('a key is enough, and keys are echoed verbatim', () => {
  assert.deepEqual(parseFields([{ key: "MEMBER'S SSN", description: '', example: '' }]), [
    { key: "MEMBER'S SSN", type: 'string' },
  ]);
});

test('properties may be a list, a map or `children`; items a field, a list or nothing', () => {
  const listed = parseFields([{ key: 'a', type: 'object', properties: [{ key: 'b' }] }]);
  assert.deepEqual(parseFields([{ key: 'a', type: 'object', properties: { b: {} } }]), listed);
  assert.deepEqual(parseFields([{ key: 'a', type: 'object', children: [{ key: 'b' }] }]), listed);
  const table = {
    key: 'a',
    type: 'array',
    items: { key: 'item', type: 'object', properties: [{ key: 'b', type: 'string' }] },
  };
  assert.deepEqual(parseFields([{ key: 'a', type: 'array', items: [{ key: 'b' }] }]), [table]);
  assert.deepEqual(parseFields([{ key: 'a', items: { type: 'object', properties: [{ key: 'b' }] } }]), [
    table,
  ]);
  assert.deepEqual(parseFields([{ key: 'a', type: 'array' }])[0]?.items, { key: 'item', type: 'string' });
});

test('a type of its own is kept as a hint, an example of any shape as text', () => {
  assert.deepEqual(parseFields([{ key: 'a', type: 'date', example: ['x', 1] }]), [
    { key: 'a', example: '["x",1]', type: 'string', hint: 'date' },
  ]);
});

test('what cannot be a field is refused by its place', () => {
  const check = (json: unknown, message: RegExp) =>
    assert.throws(
      () => parseFields(json),
      (error) => error instanceof Failure && error.code === 'invalid_request' && message.test(error.message),
    );
  check('x', /^fields must be a list/);
  check([], /^fields must name/);
  check([{ description: 'x' }], /^fields\[0\]\.key/);
  check([{ key: 'a' }, { key: 'a' }], /^fields\[1\] repeats the key "a"/);
  check([{ key: 'a', properties: [{ key: '' }] }], /^fields\[0\]\.properties\[0\]\.key/);
  check(
    Array.from({ length: 1001 }, (_, at) => ({ key: `k${at}` })),
    /one field too many/,
  );
  let deep: object = { key: 'x' };
  for (let level = 0; level <= fieldDepthMax; level += 1)
    deep = { key: 'x', type: 'object', properties: [deep] };
  check([deep], /nested deeper/);
});
