import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineText, type Word } from './document.ts';
import { layOutLines } from './layout.ts';

const PAGE = { width: 600, height: 800 };

/** Words of a line, each letter 5 points wide, the line 10 high. */
function printed(text: string, x: number, y: number, height = 10): Word[] {
  return [...text.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    box: [
      (x + match.index * 5) / PAGE.width,
      y / PAGE.height,
      (match[0].length * 5) / PAGE.width,
      height / PAGE.height,
    ],
  }));
}

function check(words: readonly Word[], lines: readonly string[]): void {
  // The order of the words in the file means nothing.
  const shuffled = words.toSorted((a, b) => a.text.localeCompare(b.text));
  assert.deepEqual(layOutLines(shuffled, PAGE).map(lineText), lines);
}

test('a label and its value are one line, however far apart', () => {
  check([...printed('Total due', 40, 100), ...printed('1,234.50', 520, 101)], ['Total due 1,234.50']);
});

test('rows of a table stay rows, even with words in the cells', () => {
  const rows = [
    'Red wool socks',
    'Blue cotton shirt',
    'Long green scarf',
    'Warm grey gloves',
    'Old brown hat',
  ];
  const words = rows.flatMap((name, row) => [
    ...printed(name, 40, 100 + row * 14),
    ...printed(`${row + 1}`, 300, 100 + row * 14),
    ...printed(`${row}9.95`, 500, 100 + row * 14),
  ]);
  check(
    words,
    rows.map((name, row) => `${name} ${row + 1} ${row}9.95`),
  );
});

test('columns of prose are read one after the other', () => {
  const left = [
    'the first column of this paper tells',
    'how a harbour was built by hand and',
    'why the quay has been',
  ];
  const right = [
    'while the second one speaks of ships',
    'that came from the north each autumn',
    'and left again in the',
  ];
  const more = ['widened in the years that followed it', 'spring when the ice had gone away'];
  const columns = [
    [...left, more[0]!],
    [...right, more[1]!],
  ] as const;
  const words = columns.flatMap((lines, column) =>
    lines.flatMap((line, row) => printed(line, 40 + column * 270, 100 + row * 13)),
  );
  check(
    [...printed('A heading over both columns of the page', 180, 60), ...words],
    ['A heading over both columns of the page', ...columns[0], ...columns[1]],
  );
});

test('a raised mark does not part a line, nor does it join two', () => {
  check(
    [
      ...printed('Price', 40, 100),
      ...printed('2)', 66, 97, 6),
      ...printed('in euro', 80, 100),
      ...printed('Next line', 40, 114),
    ],
    ['Price 2) in euro', 'Next line'],
  );
});

test('a page that hangs aslant keeps its lines', () => {
  const words = [0, 1, 2].flatMap((row) =>
    printed(
      'one two three four five six seven eight nine ten eleven twelve thirteen',
      40,
      100 + row * 14,
    ).map(
      (word): Word => ({
        ...word,
        box: [word.box[0], word.box[1] + word.box[0] * 0.02, word.box[2], word.box[3]],
      }),
    ),
  );
  assert.equal(layOutLines(words, PAGE).length, 3);
});

test('Hebrew runs from right to left', () => {
  check([...printed('שלום', 200, 100), ...printed('עולם', 100, 100)], ['שלום עולם']);
});
