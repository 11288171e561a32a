import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainDocument } from '../evaluation/example-documents.ts';
import { lineText } from '../reading/document.ts';
import { tokenizeDocument } from './document-tokens.ts';
import { mendTornWords } from './mend-torn-words.ts';

function mend(text: string): string {
  return lineText(mendTornWords(plainDocument(text).pages[0]!.lines[0]!));
}

test('words that a text layer tore apart are whole again', () => {
  assert.equal(mend('K o nto inha ber Er ika Ma rx'), 'Kontoinhaber Er ika Ma rx');
  assert.equal(mend('P u r c h a s e O r d e r'), 'Purchase Order');
  assert.equal(mend('Au ftra gsnu m m er AU 250312'), 'Auftragsnummer AU 250312');
  assert.equal(mend('f ü r I h r K o n t o : 1 1 0'), 'für Ihr Konto : 1 1 0');
});

test('a line that is not torn stays the same line', () => {
  for (const text of [
    'Please pay the amount due by 30 April.',
    'To be or not to be, it is up to us',
    'I. O. U. 5 EUR',
    '3 x 4 = 12',
    'EUR USD GBP CHF 1.00',
  ]) {
    const line = plainDocument(text).pages[0]!.lines[0]!;
    assert.equal(mendTornWords(line), line, text);
  }
});

test('a mended word keeps the place of its pieces', () => {
  const [line] = plainDocument('K o nto inha ber Er ika').pages[0]!.lines;
  const [word] = mendTornWords(line!).words;
  const [first, , , , last] = line!.words;
  assert.equal(word!.box[0], first!.box[0]);
  assert.ok(Math.abs(word!.box[0] + word!.box[2] - last!.box[0] - last!.box[2]) < 1e-9);
});

test('documents are compared by their mended words', () => {
  const { tokens } = tokenizeDocument(plainDocument('R e c h n u n g N r . 1 2'));
  assert.equal(tokens[0]!.text, 'rechnung');
});
