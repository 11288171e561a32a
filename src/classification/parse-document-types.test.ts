import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocumentTypes } from './parse-document-types.ts';

const refusal = (input: unknown) => {
  try {
    parseDocumentTypes(input);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

test('a type needs only its name', () => {
  assert.deepEqual(parseDocumentTypes([{ name: ' Invoice ' }]), [
    { name: 'Invoice', description: '', uniqueWords: [] },
  ]);
});

test('one word instead of a list and unknown keys are accepted', () => {
  assert.deepEqual(parseDocumentTypes([{ name: 'Invoice', uniqueWords: 'bill to', color: 'red' }]), [
    { name: 'Invoice', description: '', uniqueWords: ['bill to'] },
  ]);
});

test('a refusal names the place and the remedy', () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /documentTypes must be a list/],
    [[], /at least one/],
    [[{ name: '' }], /documentTypes\[0\]\.name is required/],
    [[{ name: 'A' }, { name: 'Other' }], /documentTypes\[1\]\.name "Other" is reserved/],
    [[{ name: 'A' }, { name: 'a' }], /names "a" twice/],
    [[{ name: 'A', uniqueWords: [1] }], /documentTypes\[0\]\.uniqueWords\[0\] must be a text/],
    [[{ name: 'x'.repeat(300) }], /longer than 200 characters/],
  ];
  for (const [input, expected] of cases) assert.match(refusal(input) ?? 'accepted', expected);
});
