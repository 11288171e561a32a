import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeIssue } from './validation-message.ts';

test('a message names the field and the remedy', () => {
  const check = (keyword: string, instancePath: string, params: Record<string, unknown>, expected: string) =>
    assert.equal(describeIssue({ keyword, instancePath, params, schemaPath: '' }), expected);
  const types = '/classificationDetails/documentTypes';
  check('required', '', { missingProperty: 'batchId' }, 'batchId is required');
  check(
    'required',
    `${types}/0`,
    { missingProperty: 'name' },
    'classificationDetails.documentTypes[0].name is required',
  );
  check('minLength', '/batchId', { limit: 1 }, 'batchId is required');
  check(
    'maxLength',
    '/classificationDetails/name',
    { limit: 9 },
    'classificationDetails.name is longer than 9 characters',
  );
  check('type', types, { type: 'array' }, 'classificationDetails.documentTypes must be a list');
  check('type', '/classificationDetails', { type: 'object' }, 'classificationDetails must be an object');
  check('type', '', { type: 'object' }, 'The body must be a JSON object');
  check('minItems', '/fileIds', { limit: 1 }, 'fileIds is empty; give at least one');
});
