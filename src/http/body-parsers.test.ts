import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseForm, parseJson } from './body-parsers.ts';

test('JSON that is broken is refused with the place', () => {
  assert.throws(() => parseJson('{"a": }'), /The body is not valid JSON: Unexpected token '}'/);
  assert.throws(() => parseJson('{"a": 1'), /The body is not valid JSON: .*position 7/);
});

test('JSON that reaches for a prototype is refused', () => {
  for (const body of [
    '{"__proto__": {"admin": true}}',
    '{"a": {"\\u005f_proto__": 1}}',
    '{"constructor": {"prototype": {}}}',
  ]) {
    assert.throws(() => parseJson(body), /forbidden prototype/, body);
  }
});

test('deep nesting does not exhaust the stack', () => {
  const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
  assert.ok(Array.isArray(parseJson(deep)));
});

test('a byte order mark is passed over', () => {
  assert.deepEqual(parseJson('\ufeff{"a": 1}'), { a: 1 });
});

test('forms become flat values', () => {
  assert.deepEqual(parseForm('batchId=a%20b&fileId='), { batchId: 'a b', fileId: '' });
  assert.deepEqual(parseForm('fileIds[]=1&x=2'), { 'fileIds[]': ['1'], x: '2' });
  assert.deepEqual(parseForm('fileIds=1&fileIds=2'), { fileIds: ['1', '2'] });
  assert.throws(() => parseForm('__proto__=1'), /must not have a field named __proto__/);
  assert.throws(() => parseForm('constructor[prototype]=1'), /must not/);
});

test('a key given two hundred thousand times costs no more than as many keys', () => {
  const values = parseForm('a=b&'.repeat(200_000));
  assert.equal((values.a as string[]).length, 200_000);
});
