import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profileLibrary } from '../classification/borrow.ts';
import { library } from '../classification/library/library.ts';
import type { Document } from '../reading/document.ts';
import { plainDocument } from './example-documents.ts';
import { fingerprint, isNearCopy } from './near-copies.ts';
import { setsWithout, setsWithoutAlike, toExampleSet } from './training-set.ts';

const words = Array.from({ length: 300 }, (_, index) => `word${(index * 37) % 211}`);
const text = words.join(' ');
const otherText = Array.from({ length: 300 }, (_, index) => `term${(index * 31) % 197}`).join(' ');

function print(sha256: string, content: string) {
  return fingerprint(sha256, plainDocument(content));
}

test('the same bytes are a copy, whatever was read of them', () => {
  assert.ok(isNearCopy(fingerprint('a', undefined), fingerprint('a', undefined)));
});

test('a text with a tenth of its words changed is a near copy', () => {
  const changed = words.map((word, index) => (index % 40 === 0 ? 'changed' : word)).join(' ');
  assert.ok(isNearCopy(print('a', text), print('b', changed)));
});

test('different texts and texts too short to tell are no copies', () => {
  assert.ok(!isNearCopy(print('a', text), print('b', otherText)));
  assert.ok(!isNearCopy(print('a', 'Invoice 12'), print('b', 'Invoice 12')));
});

test('training sets lose what the held-out set has too, by bytes or by text', () => {
  const file = (name: string, sha256: string, document: Document) => ({
    path: name,
    name,
    sha256,
    document,
    documentType: 'letter',
    seconds: 0,
  });
  const set = (name: string, files: ReturnType<typeof file>[]) => toExampleSet({ name, types: [], files });
  const held = set('held', [
    file('h', 'same', plainDocument(otherText)),
    file('i', 'x', plainDocument(text)),
  ]);
  const training = set('training', [
    file('same bytes', 'same', plainDocument('nothing alike')),
    file('near text', 'y', plainDocument(`${text} and a little more`)),
    file('its own', 'z', plainDocument(words.toReversed().join(' '))),
  ]);
  const [kept, ...rest] = setsWithout([held, training], held);
  assert.deepEqual(rest, []);
  assert.deepEqual(
    kept!.examples.map((example) => example.name),
    ['its own'],
  );
});

test('types that mean the same leave training with their documents', () => {
  const type = (name: string) => ({ name, description: '', uniqueWords: [] });
  const files = ['bill', 'passport'].map((documentType) => ({
    path: documentType,
    name: documentType,
    sha256: documentType,
    document: plainDocument(documentType),
    documentType,
    seconds: 0,
  }));
  const held = toExampleSet({ name: 'held', types: [type('invoice')], files: [] });
  const training = toExampleSet({ name: 'training', types: [type('invoices'), type('passport')], files: [] });
  const documents = toExampleSet({ name: 'training', types: [], files }).examples;
  const set = { ...training, examples: documents.map((each) => ({ ...each, documentType: each.name })) };
  const [kept] = setsWithoutAlike([set], held, profileLibrary(library));
  assert.deepEqual(
    kept!.types.map((each) => each.name),
    ['passport'],
  );
});
