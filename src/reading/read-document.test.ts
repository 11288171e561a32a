import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../errors.ts';
import { documentText } from './document.ts';
import { defaultReadingLimits } from './limits.ts';
import { readDocument } from './read-document.ts';

const options = { limits: defaultReadingLimits, ocrLanguages: ['eng'] };

async function textOf(bytes: Uint8Array, name = 'a.txt') {
  return documentText(await readDocument(bytes, name, options));
}

test('a text is read in whatever encoding it is', async () => {
  const text = 'Grüße aus Köln, 5 € für Anna';
  assert.equal(await textOf(Buffer.from(text)), text);
  assert.equal(await textOf(Buffer.from(`\ufeff${text}`)), text);
  assert.equal(await textOf(Buffer.from(`\ufeff${text}`, 'utf16le')), text);
  assert.equal(await textOf(Buffer.from(text, 'utf16le')), text);
  assert.equal(await textOf(Buffer.from(text, 'utf16le').swap16()), text);
  const windows = Buffer.from(text.replace('€', '\x80'), 'latin1');
  const document = await readDocument(windows, 'a.txt', options);
  assert.equal(documentText(document), text);
  assert.deepEqual(
    document.warnings.map((warning) => warning.code),
    ['encoding_guessed'],
  );
});

test('a text cut inside its last letter loses that letter only', async () => {
  const cut = Buffer.from('Grüße, Köln, ö').subarray(0, -1);
  assert.equal(await textOf(cut), 'Grüße, Köln,');
});

test('letters come in one form', async () => {
  assert.equal(
    await textOf(Buffer.from('e\u0301te\u0301 of\ufb01ce in\u00advoice zero\u200bwidth')),
    'été office invoice zerowidth',
  );
});

test('what cannot be read is refused with its reason', async () => {
  const fails = async (bytes: Uint8Array, name: string, code: string) =>
    assert.rejects(
      readDocument(bytes, name, options),
      (error) => error instanceof Failure && error.code === code,
    );
  await fails(new Uint8Array(), 'a.txt', 'empty_file');
  await fails(new Uint8Array(), 'a.pdf', 'empty_file');
  await fails(
    Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 251),
    'a.txt',
    'unsupported_format',
  );
});

test('words past a limit are left out with a warning', async () => {
  const limits = { ...defaultReadingLimits, words: 10, wordsPerPage: 5 };
  const bytes = Buffer.from('one two three four five six\fseven eight\fnine ten eleven twelve');
  const document = await readDocument(bytes, 'a.txt', { ...options, limits });
  assert.equal(documentText(document).split(/\s+/).filter(Boolean).length, 10);
  assert.deepEqual(
    document.warnings.map((warning) => warning.code),
    ['content_left_out'],
  );
});
