import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TemplateField } from '../http/v2/definition-schemas.ts';
import { describeRevision } from './template-changes.ts';

const revision = (fields: readonly TemplateField[], language = 'English') => ({
  revision: 1,
  language,
  fields,
  createdAt: '',
});

test('changes between revisions are told field by field, columns of tables too', () => {
  const items = (...properties: TemplateField[]): TemplateField => ({
    key: 'items',
    type: 'array',
    items: { type: 'object', properties },
  });
  const before = revision([
    { key: 'total', description: 'Amount', type: 'number' },
    { key: 'date', type: 'date' },
    { key: 'iban', type: 'string' },
    items({ key: 'name', type: 'string' }),
  ]);
  const after = revision(
    [
      { key: 'date', type: 'string', example: '1 May' },
      { key: 'total', description: 'Amount due', type: 'number' },
      items({ key: 'name', type: 'string' }, { key: 'price', type: 'number' }),
    ],
    'German',
  );
  assert.deepEqual(describeRevision(before, after), [
    'language: English → German',
    'removed iban',
    'date: Date → Text',
    'date, example: nothing → “1 May”',
    'total: “Amount” → “Amount due”',
    'added items.price',
    'another order of fields',
  ]);
  assert.deepEqual(describeRevision(after, after), []);
  assert.deepEqual(describeRevision(undefined, after), []);
});
