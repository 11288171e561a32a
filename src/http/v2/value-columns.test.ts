import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFields } from '../../extraction/field.ts';
import { valueColumns } from './value-columns.ts';

test('each field has a column, groups by their path, and a table one cell with a line for each row', () => {
  const text = (key: string) => ({ key, description: key });
  const fields = parseFields([
    text('total'),
    { ...text('supplier'), type: 'object', properties: [text('name')] },
    { ...text('items'), type: 'array', items: { type: 'object', properties: [text('what'), text('price')] } },
    { ...text('tags'), type: 'array', items: { type: 'string' } },
  ]);
  const columns = valueColumns(fields);
  assert.deepEqual(
    columns.map(({ title }) => title),
    ['total', 'supplier.name', 'items (what | price)', 'tags'],
  );
  const values = {
    supplier: { name: 'Northwind' },
    items: [{ what: 'Paper', price: '3.50' }, { price: '9.00' }],
    tags: ['a', 'b'],
  };
  assert.deepEqual(
    columns.map(({ cell }) => cell(values)),
    ['', 'Northwind', 'Paper | 3.50\n | 9.00', 'a\nb'],
  );
});
