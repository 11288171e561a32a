import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNumbers, usesDecimalComma } from './parse-amount.ts';

function check(text: string, ...expected: readonly (readonly [string, number, string?])[]): void {
  const found = findNumbers(text).map(({ start, end, value }) =>
    value.currency === undefined
      ? [text.slice(start, end), value.value]
      : [text.slice(start, end), value.value, value.currency],
  );
  assert.deepEqual(found, expected);
}

test('numbers are read in the ways of different countries', () => {
  check('1.234,56', ['1.234,56', 1234.56]);
  check('1,234.56', ['1,234.56', 1234.56]);
  check("CHF -43'200.00", ["-43'200.00", -43200, 'CHF']);
  check('1 234,56 €', ['1 234,56', 1234.56, 'EUR']);
  check('RM33.90', ['33.90', 33.9, 'MYR']);
  check('0, 93', ['0, 93', 0.93]);
  check('EUR 5.211,00-', ['5.211,00', -5211, 'EUR']);
  check('46,24 EUR 184,96 EUR', ['46,24', 46.24, 'EUR'], ['184,96', 184.96, 'EUR']);
  check('0,4512 STK', ['0,4512', 0.4512]);
});

test('digits within codes, dates and times are no numbers', () => {
  check('IE00BKM4GZ66');
  check('13:40');
  check('12.1.2018');
  check('12-457445');
});

test('a single separator before three digits is read as the document writes decimals', () => {
  assert.equal(findNumbers('1.000', true)[0]?.value.value, 1000);
  assert.equal(findNumbers('1.000', false)[0]?.value.value, 1);
  assert.equal(usesDecimalComma('12,50 und 3,20 und 1.10'), true);
  assert.equal(usesDecimalComma('nothing'), undefined);
});
