import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldText, splitName, splitWords, stemWord } from './fold-word.ts';

test('case, accents and ligatures fall away', () => {
  assert.equal(foldText('Übersicht ﬁnal Straße Øre'), 'ubersicht final strasse ore');
});

test('inflected forms meet in one stem', () => {
  const alike: readonly (readonly [string, string])[] = [
    ['rechnung', 'rechnungen'],
    ['facture', 'factures'],
    ['statement', 'statements'],
    ['policy', 'policies'],
    ['fattura', 'fatture'],
    ['deposit', 'deposits'],
  ];
  for (const [left, right] of alike) assert.equal(stemWord(left), stemWord(right), `${left} ${right}`);
});

test('short words and numbers keep their form', () => {
  assert.equal(stemWord('bill'), 'bill');
  assert.equal(stemWord('1040a'), '1040a');
});

test('names are split as programs join them, and scripts without spaces as their words', () => {
  assert.deepEqual(splitName('autoPolicy_declaration'), ['auto', 'policy', 'declaration']);
  assert.ok(splitWords('請求書の番号').length > 1);
});
