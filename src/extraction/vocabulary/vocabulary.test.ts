import assert from 'node:assert/strict';
import test from 'node:test';
import type { ValueKind } from '../value-kind.ts';
import { vocabulary } from './vocabulary.ts';

const kinds: readonly ValueKind[] = [
  'date',
  'time',
  'amount',
  'number',
  'percent',
  'currency',
  'duration',
  'iban',
  'bic',
  'isin',
  'taxId',
  'identifier',
  'phone',
  'email',
  'url',
  'company',
  'person',
  'name',
  'party',
  'address',
  'postalCode',
  'city',
  'country',
  'place',
  'choice',
  'text',
];

test('at least 100 field names, each id once', () => {
  assert.ok(vocabulary.length >= 100, `only ${vocabulary.length}`);
  assert.equal(new Set(vocabulary.map((entry) => entry.id)).size, vocabulary.length);
  for (const { id, kind } of vocabulary) {
    assert.match(id, /^[a-z]+(_[a-z]+)*$/);
    assert.ok(kinds.includes(kind), `${id}: ${kind}`);
  }
});

test('every field name is known in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish', () => {
  for (const { id, labels } of vocabulary)
    for (const code of ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl'])
      assert.ok((labels[code]?.length ?? 0) > 0, `${id} ${code}`);
});

test('no label is empty, untrimmed, over-long or given twice', () => {
  for (const { id, labels } of vocabulary)
    for (const [code, texts] of Object.entries(labels)) {
      for (const text of texts) {
        assert.equal(text, text.trim().normalize('NFC'), `${id} ${code}`);
        assert.ok(text.length > 0 && text.length <= 60, `${id} ${code}: ${text}`);
      }
      assert.equal(new Set(texts.map((text) => text.toLowerCase())).size, texts.length, `${id} ${code}`);
    }
});

test('the labels of a language tell most field names apart', () => {
  for (const code of ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl']) {
    const first = vocabulary.map((entry) => entry.labels[code]![0]!.toLowerCase());
    assert.ok(
      new Set(first).size >= 0.93 * first.length,
      `${code}: ${first.length - new Set(first).size} shared`,
    );
  }
});
