import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageName } from './page-name.ts';

test('the page stands before the ending, which stays', () => {
  assert.equal(pageName('scan.2024.PDF', 3), 'scan.2024 (page 3).PDF');
  assert.equal(pageName('scan', 1), 'scan (page 1)');
  assert.equal(pageName('.pdf', 2), '.pdf (page 2)');
});
