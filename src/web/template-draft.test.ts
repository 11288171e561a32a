import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newField, templateDraftOf, toTemplateBody, toTriedFields } from './template-draft.ts';

test('what the editor shows and what it sends are the same fields', () => {
  const fields = [
    { key: 'total', description: 'Amount', example: '1.00', type: 'number' },
    { key: 'vat', type: 'percentage' },
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

test('fields that are still being written are not tried', () => {
  const written = { ...newField, key: 'total' };
  const table = { ...newField, key: 'items', kind: 'table' as const, children: [newField] };
  assert.deepEqual(toTriedFields([newField, written, table]), [{ key: 'total', type: 'string' }]);
});
