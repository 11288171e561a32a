import assert from 'node:assert/strict';
import { test } from 'node:test';
import { templateDraftOf, toTemplateBody } from './template-draft.ts';

test('what the editor shows and what it sends are the same fields', () => {
  const fields = [
    { key: 'total', description: 'Amount', example: '1.00', type: 'number' },
    { key: 'tags', type: 'array', items: { type: 'string' } },
    { key: 'seller', type: 'object', properties: [{ key: 'name', type: 'string' }] },
    {
      key: 'items',
      type: 'array',
      items: { type: 'object', properties: [{ key: 'when', type: 'date' }] },
    },
  ];
  const template = {
    id: '',
    name: 'T',
    language: 'English',
    fields,
    revision: 1,
    createdAt: '',
    updatedAt: '',
  };
  assert.deepEqual(toTemplateBody(templateDraftOf(template)).fields, fields);
});
