import assert from 'node:assert/strict';
import { test } from 'node:test';
import { understandField } from './ask.ts';
import { prepare } from './gather.ts';
import { indexLabels } from './labels.ts';
import { findListEntries } from './list-entries.ts';
import { textDocument } from './text-document.ts';

function check(text: string, key: string, expected: readonly string[]) {
  const ask = understandField({ key, type: 'string' });
  const index = indexLabels(prepare(textDocument(text)), [ask]);
  assert.deepEqual(
    findListEntries(index, ask).map((entry) => entry.text),
    expected,
  );
}

test('a list stands after its label, with commas or without', () => {
  check('Name: Anna\nLanguages: Polish, English and German\n', 'languages', ['Polish', 'English', 'German']);
  check('Languages:    Polish\nAge: 4', 'languages', ['Polish']);
});

test('a list stands under its heading, a line an entry, up to the next heading or gap', () => {
  check('Skills\n\nPlain SQL\nStage lighting\n\n\n\nBorn in Kassel', 'skills', [
    'Plain SQL',
    'Stage lighting',
  ]);
  check('Skills\nPlain SQL\nDate: 3 May 2024', 'skills', ['Plain SQL']);
});

test('no label, no list', () => check('Polish, English and German\n', 'languages', []));
