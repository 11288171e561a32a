import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCompleteResult } from './complete-result.ts';
import type { ExtractedField } from './extracted.ts';
import { parseFields } from './field.ts';

const fields = parseFields([
  { key: 'total' },
  { key: "MEMBER'S SSN" },
  { key: 'bank', properties: [{ key: 'iban' }, { key: 'owner', properties: [{ key: 'name' }] }] },
  { key: 'tags', type: 'array' },
  { key: 'items', type: 'array', items: { type: 'object', properties: [{ key: 'what' }, { key: 'price' }] } },
]);

const text = (key: string, value?: string): ExtractedField =>
  value === undefined
    ? { type: 'string', key }
    : {
        type: 'string',
        key,
        value: { kind: 'text', text: value, confidence: 1, evidence: [], source: 'page' },
      };

test('every asked key is there, found or not', () => {
  assert.deepEqual(toCompleteResult(fields, { fields: [], checks: [] }), {
    total: '',
    "MEMBER'S SSN": '',
    bank: { iban: '', owner: { name: '' } },
    tags: [],
    items: [],
  });
});

test('what was found keeps its place, in entries of lists too', () => {
  const found: ExtractedField[] = [
    {
      type: 'array',
      key: 'items',
      entries: [{ type: 'object', key: 'item', properties: [text('price', '3.00')] }],
    },
    { type: 'array', key: 'tags', entries: [text('item', 'a'), text('item', 'b')] },
    { type: 'object', key: 'bank', properties: [text('iban', 'DE02')] },
    text('total', '12.50'),
    text("MEMBER'S SSN"),
  ];
  const result = toCompleteResult(fields, { fields: found, checks: [] });
  assert.deepEqual(Object.keys(result), ['total', "MEMBER'S SSN", 'bank', 'tags', 'items']);
  assert.deepEqual(result, {
    total: '12.50',
    "MEMBER'S SSN": '',
    bank: { iban: 'DE02', owner: { name: '' } },
    tags: ['a', 'b'],
    items: [{ what: '', price: '3.00' }],
  });
});
