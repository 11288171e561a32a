import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainDocument } from '../evaluation/example-documents.ts';
import { recogniseBuild } from './document-structure.ts';
import { tokenizeDocument } from './document-tokens.ts';

const builtAs = (text: string) => [...recogniseBuild(tokenizeDocument(plainDocument(text))).keys()];

test('a letter is known by its salutation and closing, also where OCR spoilt them', () => {
  assert.deepEqual(builtAs('1 May 2026\nDear Ms Hart,\nThank you for coming.\nYours sincerely,\nTom'), [
    'letter',
  ]);
  assert.deepEqual(builtAs('Deay Mr, Moore:\nPlease be advised of the change.'), ['letter']);
  assert.deepEqual(builtAs('Sehr geehrte Frau Muster,\nanbei die Liste.\nMit freundlichen Grüßen'), [
    'letter',
  ]);
});

test('a mail is told from a memo by when it was sent or by an address', () => {
  const mail = 'From: Ana <ana@example.org>\nTo: Ben\nSubject: Friday\nHi Ben';
  assert.deepEqual(builtAs(mail), ['email']);
  assert.deepEqual(builtAs('Von: Ana\nGesendet: Montag\nAn: Ben\nBetreff: Freitag\nHallo Ben'), ['email']);
  assert.ok(builtAs('TO: All staff\nFROM: Ana\nDATE: 3 May\nSUBJECT: Parking').includes('memo'));
});

test('the lines for machines tell identity papers', () => {
  assert.ok(builtAs('P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<').includes('passport'));
});

test('prose, tables and a contact line are built as nothing', () => {
  assert.deepEqual(
    builtAs('E-mail: ana@example.org\nThe harbour was quiet.\nShe walked along the wall.'),
    [],
  );
  assert.deepEqual(builtAs('Item Price\nBread 2.30\nTotal 2.30'), []);
});
