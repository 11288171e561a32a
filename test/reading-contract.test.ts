import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { breakFile, readingFailures } from '../src/reading/reader.contract.ts';
import { startReadingChild } from './reading-child.ts';

const folder = join(import.meta.dirname, '../fixtures/formats');
/** Broken files of a few KB take milliseconds; this bound is for a machine with everything else running. */
const timeMs = 20_000;
/** word-extractor loops for ever on some broken files; the pool kills it, as this test does. */
const mayHang = /\.doc$/;

/** One process for all files, as in production: what one file leaves behind may not hurt the next. */
const child = startReadingChild(timeMs);
after(() => child[Symbol.asyncDispose]());

for (const name of readdirSync(folder).filter((file) => !file.endsWith('.json'))) {
  test(`${name}, broken in many ways, is read or refused with a reason`, async () => {
    const sound = readFileSync(join(folder, name));
    const whole = await child.read({ bytes: sound, name });
    assert.equal(whole.ended, 'read', whole.message);
    assert.ok(whole.words! > 10);
    for (const { what, bytes } of breakFile(sound)) {
      const answer = await child.read({ bytes, name });
      const allowed = ['read', ...readingFailures, ...(mayHang.test(name) ? ['timeout'] : [])];
      assert.ok(allowed.includes(answer.ended), `${what}: ${answer.ended} ${answer.message ?? ''}`);
      if (what === 'empty') assert.equal(answer.ended, 'empty_file');
    }
  });

  test(`${name} under another name is still what it is`, async () => {
    const bytes = readFileSync(join(folder, name));
    const { mediaType } = await child.read({ bytes, name });
    // Among plain texts the name decides, so there only foreign names lie.
    for (const lie of ['invoice.pdf', 'photo.jpg', 'table.xlsx', 'letter.docx', 'nothing']) {
      const answer = await child.read({ bytes, name: lie });
      assert.equal(answer.ended, 'read', `${lie}: ${answer.message}`);
      const expected = /csv|markdown/.test(mediaType ?? '') ? 'text/plain' : mediaType;
      assert.equal(answer.mediaType, expected, lie);
    }
  });

  test(`${name} keeps small limits, with a warning for what was left out`, async () => {
    const bytes = readFileSync(join(folder, name));
    const answer = await child.read({
      bytes,
      name,
      limits: { pages: 1, words: 5, attachments: 0, ocrPages: 0 },
    });
    assert.equal(answer.ended, 'read', answer.message);
    assert.equal(answer.words, 5);
    assert.ok(answer.warnings!.includes('content_left_out'));
  });
}
