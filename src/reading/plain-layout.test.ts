import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineText } from './document.ts';
import { layOutLines, textToLines } from './plain-layout.ts';

test('columns of the text stay columns on the page', () => {
  const { pages } = layOutLines(textToLines('Total:      12.00\nDate:\t    1 May'), 10);
  const [total, date] = pages[0]!.lines;
  assert.equal(total!.words[1]!.box[0], 12 / 80);
  assert.equal(date!.words[1]!.box[0], 12 / 80, 'a tab runs to the next eighth cell');
  assert.ok(total!.words[1]!.box[1] < date!.words[1]!.box[1]);
});

test('a form feed starts a page, and so does the 67th row', () => {
  assert.equal(layOutLines(textToLines('one\ftwo'), 10).pageCount, 2);
  assert.equal(layOutLines(textToLines('one\f'), 10).pageCount, 1);
  assert.equal(layOutLines(textToLines('row\n'.repeat(66)), 10).pageCount, 1);
  assert.equal(layOutLines(textToLines('row\n'.repeat(67)), 10).pageCount, 2);
});

test('the page limit bounds what is built, not what is counted', () => {
  const { pages, pageCount } = layOutLines(textToLines('row\n'.repeat(660)), 3);
  assert.equal(pages.length, 3);
  assert.equal(pageCount, 10);
});

test('endless prose is wrapped, rows with columns are not', () => {
  const prose = layOutLines(textToLines('word '.repeat(100)), 10).pages[0]!;
  assert.ok(prose.lines.length >= 4);
  assert.equal(prose.lines.map(lineText).join(' '), 'word '.repeat(100).trim());
  const table = layOutLines(textToLines(`label${' '.repeat(200)}value`), 10).pages[0]!;
  assert.equal(table.lines.length, 1);
});

test('boxes stay within the page, for wide letters too', () => {
  const { pages } = layOutLines([{ text: '請求書 合計', bold: [[0, 3]], rows: 2 }], 10);
  const [first, second] = pages[0]!.lines[0]!.words;
  assert.deepEqual([first!.bold, second!.bold], [true, undefined]);
  assert.equal(first!.box[2], 6 / 80);
  assert.equal(second!.box[0], 7 / 80);
});

test('an empty text is one empty page', () => {
  assert.deepEqual(layOutLines(textToLines(''), 10).pages[0]!.lines, []);
});
