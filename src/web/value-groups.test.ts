import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupValues, nameOf } from './value-groups.ts';

const value = (path: string) => ({ path, text: path, confidence: 1, evidence: [] });

test('values stand row by row, each row with what is missing in it', () => {
  const values = ['total', 'seller.city', 'items[0].unit_price', 'items[1].name', 'tags[0]'].map(value);
  const groups = groupValues(values, ['iban', 'items[0].name', 'items[2].name']);
  assert.deepEqual(
    groups.map(({ title, entries, nextPath }) => [title, entries.map(({ name }) => name), nextPath]),
    [
      ['', ['total', 'seller city', 'iban'], undefined],
      ['items 1', ['unit price', 'name'], undefined],
      ['items 2', ['name'], 'items[2].name'],
      ['tags 1', [''], 'tags[1]'],
    ],
  );
  assert.deepEqual(groupValues([], []), []);
  assert.equal(nameOf('items[0].unit_price'), 'items 1 unit price');
});
