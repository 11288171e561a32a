import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCompleteResult } from './complete-result.ts';
import { editValue, listMissing, writtenValue } from './edit-values.ts';
import { type ExtractedDocument, type ExtractedValue, listValues } from './extracted.ts';
import { parseFields } from './field.ts';

const fields = parseFields([
  { key: 'total' },
  { key: 'vendor', type: 'object', properties: [{ key: 'a.b' }, { key: 'city' }] },
  { key: 'items', type: 'array', items: { type: 'object', properties: [{ key: 'name' }, { key: 'price' }] } },
  { key: 'tags', type: 'array', items: { type: 'string' } },
]);
const found = (text: string): ExtractedValue => ({
  kind: 'text',
  text,
  confidence: 0.8,
  evidence: [{ page: 1, box: [0, 0, 1, 1], text }],
  source: 'page',
});
const extracted: ExtractedDocument = {
  fields: [
    { type: 'string', key: 'total', value: found('9.00') },
    {
      type: 'object',
      key: 'vendor',
      properties: [
        { type: 'string', key: 'a.b' },
        { type: 'string', key: 'city', value: found('Oslo') },
      ],
    },
    {
      type: 'array',
      key: 'items',
      entries: [
        {
          type: 'object',
          key: 'item',
          properties: [
            { type: 'string', key: 'name', value: found('Pen') },
            { type: 'string', key: 'price' },
          ],
        },
      ],
    },
    { type: 'array', key: 'tags', entries: [] },
  ],
  checks: [],
};
const before = { extracted, result: toCompleteResult(fields, extracted) };

test('a written value changes its path only, in the values and in the plain result', () => {
  const edit = (path: string, text: string) => editValue(before, fields, { path, value: writtenValue(text) });
  const check = (path: string, text: string) => {
    const after = edit(path, text)!;
    assert.deepEqual(after.result, toCompleteResult(fields, after.extracted), path);
    const changed = new Map(listValues(after.extracted));
    for (const [old, value] of listValues(extracted)) if (old !== path) assert.equal(changed.get(old), value);
    assert.equal(changed.get(path)?.text, text.trim() === '' ? undefined : text, path);
  };
  check('total', '10.00');
  check('total', ' ');
  check('items[0].name', '');
  check('vendor.a.b', 'Acme');
  check('items[0].price', '1.00');
  check('items[1].name', 'Ink');
  check('tags[0]', 'urgent');
  for (const path of ['nothing', 'items[2].name', 'items[0]', 'items', 'vendor', '']) {
    assert.equal(edit(path, 'x'), undefined, path);
  }
});

test('what has no value is listed by its path', () => {
  assert.deepEqual(listMissing(extracted), ['vendor.a.b', 'items[0].price']);
});
