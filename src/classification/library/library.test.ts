import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import test from 'node:test';
import { libraryGroups, pageShapes } from './entry.ts';
import { library, libraryEntryById } from './library.ts';

/** Documents of one country's law or one trade's language: fewer than eight languages exist for them. */
const fewLanguages: readonly string[] = ['w9-form', 'w4-form', 'form-1098', 'form-1099'];

/** They stand in every text of their language, so they tell nothing; "To:" is one once its colon is gone. */
const functionWords = new Set(
  'a al an at au aus bei bij by da das de dei del den der des di die do du el en et for from fra från i il in la las le les los na of od og om on or os para pour re the til till to van vid vom von with za zu'.split(
    ' ',
  ),
);

const languageCodes = 'en de fr es it pt nl pl sv da cs ro ja zh ru ar tr'.split(' ');

test('the library holds common documents of every group', () => {
  assert.ok(library.length >= 200, `only ${library.length} entries`);
  for (const group of libraryGroups)
    assert.ok(
      library.some((entry) => entry.group === group),
      `nothing in ${group}`,
    );
});

test('every data file belongs to a group', () => {
  const files = readdirSync(new URL('entries', import.meta.url)).toSorted();
  assert.deepEqual(files, libraryGroups.map((group) => `${group}.json`).toSorted());
});

test('ids are unique and kebab-case', () => {
  assert.equal(libraryEntryById.size, library.length);
  for (const { id } of library) assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
});

test('names and descriptions are there and of a readable length', () => {
  assert.equal(new Set(library.map((entry) => entry.name)).size, library.length);
  for (const { id, name, description } of library) {
    assert.ok(name.length >= 3 && name.length <= 80, id);
    assert.ok(description.length >= 40 && description.length <= 250, `${id}: ${description.length}`);
    assert.match(description, /^[A-Z].*\.$/, id);
  }
});

test('every entry speaks English and at least eight languages, where such a document exists there', () => {
  for (const { id, languages } of library) {
    const codes = Object.keys(languages);
    assert.ok(codes.includes('en'), id);
    for (const code of codes) assert.ok(languageCodes.includes(code), `${id}: ${code}`);
    assert.equal(codes.length < 8, fewLanguages.includes(id), `${id}: ${codes.length} languages`);
  }
});

test('every language has a title, and phrases enough to tell the kind', () => {
  for (const { id, languages } of library)
    for (const [code, { titles, phrases }] of Object.entries(languages)) {
      assert.ok(titles.length > 0, `${id} ${code}`);
      assert.ok(phrases.length >= 3, `${id} ${code}: ${phrases.length} phrases`);
    }
});

test('no wording is empty, untrimmed, over-long or given twice', () => {
  for (const { id, aliases, languages } of library) {
    checkTexts(aliases, `${id} aliases`);
    for (const [code, { titles, phrases, words }] of Object.entries(languages)) {
      checkTexts(titles, `${id} ${code} titles`);
      checkTexts(phrases, `${id} ${code} phrases`);
      checkTexts(words ?? [], `${id} ${code} words`);
    }
  }
});

test('no wording is a function word', () => {
  for (const { id, languages } of library)
    for (const [code, { titles, phrases, words }] of Object.entries(languages))
      for (const text of [...titles, ...phrases, ...(words ?? [])])
        assert.ok(!functionWords.has(text.toLowerCase().replace(/[ .:]/g, '')), `${id} ${code}: ${text}`);
});

test('shapes are known ones', () => {
  for (const { id, shape } of library) {
    assert.ok(shape.length > 0, id);
    for (const one of shape) assert.ok(pageShapes.includes(one), `${id}: ${one}`);
  }
});

test('a set phrase stands in few entries, so that its rarity tells', () => {
  const idsByPhrase = new Map<string, string[]>();
  for (const { id, languages } of library)
    for (const [code, { phrases }] of Object.entries(languages))
      for (const phrase of phrases) {
        const key = `${code} ${phrase.toLowerCase()}`;
        idsByPhrase.set(key, [...(idsByPhrase.get(key) ?? []), id]);
      }
  for (const [phrase, ids] of idsByPhrase)
    assert.ok(ids.length <= 12, `${phrase} stands in ${ids.length}: ${ids}`);
});

function checkTexts(texts: readonly string[], where: string): void {
  for (const text of texts) {
    assert.equal(text, text.trim().normalize('NFC'), where);
    assert.ok(text.length > 0 && text.length <= 120, `${where}: ${text}`);
  }
  const distinct = new Set(texts.map((text) => text.toLowerCase()));
  assert.equal(distinct.size, texts.length, `${where}: ${texts}`);
}
