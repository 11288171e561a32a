import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCsvRow } from './csv.ts';

test('cells are quoted where they must be', () => {
  assert.equal(toCsvRow(['a', 'b,c', 'say "hi"', 1.5, '']), 'a,"b,c","say ""hi""",1.5,\r\n');
});

test('no cell is a formula to a spreadsheet', () => {
  for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '\0=1', '\t1']) {
    assert.ok(toCsvRow([name]).startsWith("'") || toCsvRow([name]).startsWith('"\''), name);
  }
  assert.equal(toCsvRow([-1]), '-1\r\n');
});
