import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepare } from './gather.ts';
import { indexLabels } from './labels.ts';
import { textDocument } from './text-document.ts';

function check(text: string, paid: readonly number[], not: readonly number[]) {
  const { payments } = indexLabels(prepare(textDocument(text)), []);
  assert.deepEqual([[...payments.paid], [...payments.not]], [paid, not]);
}

test('what was given less the change was to be paid', () => {
  check('TOTAL      12.95\nCASH       20.00\nCHANGE      7.05', [1295], [2000]);
});

test('a printed rounding tells the amount after it from the one before', () => {
  check('Total      22.91\nRounding   -0.01\nTo pay     22.90', [2290], [2291]);
});

test('figures that do not come out tell nothing', () => {
  check('TOTAL      12.95\nCASH       20.00\nCHANGE      7.04', [], []);
  check('Total      22.91\nTax         0.01\nSum        22.90', [], []);
});
