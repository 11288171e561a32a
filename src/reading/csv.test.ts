import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv, sniffDelimiter } from './csv.ts';

function check(text: string, expected: readonly (readonly string[])[], delimiter = ',') {
  assert.deepEqual(parseCsv(text, delimiter).rows, expected);
}

test('fields in quotes hold delimiters, line ends and quotes', () => {
  check('a,b\r\n1,2\n', [
    ['a', 'b'],
    ['1', '2'],
  ]);
  check('"a,b","line\nend","say ""hi"""', [['a,b', 'line\nend', 'say "hi"']]);
  check('5" pipe,"never closed\nnext,row', [
    ['5" pipe', '"never closed'],
    ['next', 'row'],
  ]);
  check('a,,\n,b', [
    ['a', '', ''],
    ['', 'b'],
  ]);
  check('', []);
});

test('the delimiter is the one that stands in every row', () => {
  assert.equal(sniffDelimiter('Name;Betrag\nAnna;1,50\nBen;2,50'), ';');
  assert.equal(sniffDelimiter('a,b,c\n1,2,3'), ',');
  assert.equal(sniffDelimiter('a\tb\n1, 2\t3'), '\t');
});

test('a table of a million fields is bounded', () => {
  assert.equal(parseCsv('a,b\n'.repeat(500_000), ',').rows.length, 20_000);
  assert.equal(parseCsv('a,'.repeat(500_000), ',').rows[0]!.length, 500);
  assert.ok(parseCsv(`${'"a'.repeat(1)}${'b'.repeat(1_000_000)}`, ',').rows.length === 1);
});
