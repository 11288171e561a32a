import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeHostilePdfs } from '../fixtures/hostile-pdf.ts';
import { makeEml, makeMsg } from '../fixtures/make-mail-formats.ts';
import { makeDocx, makePictureDocx, makeSparseWorkbook } from '../fixtures/make-office-formats.ts';
import { makeWorkbook } from '../fixtures/make-table-formats.ts';
import { zipArchive } from '../fixtures/zip-archive.ts';
import { randomNumbers } from '../src/reading/reader.contract.ts';
import type { ReadRequest } from './read-in-child.ts';
import { startReadingChild } from './reading-child.ts';

/** Each of these ends within a second on a quiet machine. */
const timeMs = 30_000;
const child = startReadingChild(timeMs);
after(() => child[Symbol.asyncDispose]());

async function check(
  name: string,
  content: string | Uint8Array,
  expected: string,
  limits: ReadRequest['limits'] = {},
) {
  const answer = await child.read({ bytes: Buffer.from(content), name, limits });
  assert.equal(answer.ended, expected, `${name}: ${answer.message}`);
  return answer;
}

const megabyte = 1024 * 1024;

test('a zip bomb is refused before it is unpacked, whether it says its size or lies', async () => {
  const zeros = Buffer.alloc(270 * megabyte);
  const part = { name: 'word/document.xml', content: zeros };
  await check('bomb.docx', zipArchive([part]), 'limit_exceeded');
  await check('bomb.docx', zipArchive([{ ...part, claimedBytes: 1_000 }]), 'limit_exceeded');
  await check(
    'bomb.xlsx',
    zipArchive([{ name: 'xl/workbook.xml', content: zeros, claimedBytes: 1_000 }]),
    'limit_exceeded',
  );
  const smaller = { name: 'word/document.xml', content: zeros.subarray(0, 20 * megabyte) };
  await check('ratio.docx', zipArchive([smaller]), 'limit_exceeded');
});

test('an archive of too many parts is refused', async () => {
  const parts = Array.from({ length: 6_000 }, (_, index) => ({ name: `word/${index}.xml`, content: 'x' }));
  await check('parts.docx', zipArchive(parts), 'limit_exceeded');
});

test('entity bombs and outside entities of XML stay what they are', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`,
  );
  const bomb = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "boom"><!ENTITY out SYSTEM "file:///etc/passwd">${levels.join('')}]><r>seen &e12; &out;</r>`;
  const answer = await check('bomb.xml', bomb, 'read');
  assert.ok(answer.words! < 10);
  const docx = makeDocx('<w:p><w:r><w:t>seen</w:t></w:r></w:p>', [{ name: 'word/bomb.xml', content: bomb }]);
  await check('bomb.docx', docx, 'read');
});

test('deep nesting and endless lists end in time', async () => {
  await check('deep.html', `<p>seen${'<div>'.repeat(1_000_000)}`, 'read');
  await check('deep.html', `<p>seen${'<table><tr><td>x'.repeat(100_000)}`, 'read');
  await check('deep.xml', `<?xml version="1.0"?>${'<a>'.repeat(1_000_000)}`, 'read');
  await check('deep.rtf', `{\\rtf1 seen ${'{'.repeat(1_000_000)}`, 'limit_exceeded');
  const cells = '<w:tbl><w:tr><w:tc>'.repeat(3_000);
  const closing = '</w:tc></w:tr></w:tbl>'.repeat(3_000);
  await check('deep.docx', makeDocx(`${cells}<w:p/>${closing}`), 'limit_exceeded');
});

test('a sheet that reaches from A1 to XFD1048576 costs its few cells', async () => {
  const answer = await check('sparse.xlsx', makeSparseWorkbook(), 'read');
  assert.equal(answer.words, 2, 'the far row is past the limit of rows');
  assert.ok(answer.ms < 5_000);
});

test('long texts are cut with a warning, in time', async () => {
  const words = Buffer.from('word '.repeat(2_000_000));
  assert.ok((await check('long.txt', words, 'read')).warnings!.includes('pages_left_out'));
  assert.ok(
    (await check('long.txt', Buffer.alloc(30 * megabyte, 'x'), 'read')).warnings!.includes(
      'content_left_out',
    ),
  );
  assert.ok((await check('long.txt', Buffer.alloc(10 * megabyte, '\n'), 'read')).words === 0);
  assert.ok(
    (await check('feeds.txt', Buffer.alloc(5 * megabyte, 'x\f'), 'read')).warnings!.includes(
      'pages_left_out',
    ),
  );
  assert.ok(
    (await check('wide.csv', Buffer.alloc(10 * megabyte, 'a,'), 'read')).warnings!.includes(
      'content_left_out',
    ),
  );
  await check('quotes.csv', Buffer.alloc(5 * megabyte, '"'), 'read');
  await check('quotes.csv', Buffer.alloc(5 * megabyte, '",'), 'read');
});

test('patterns are matched in time on texts made to slow them down', async () => {
  for (const piece of ['*', '_', '[', '![', '[](', '|-', '`', '> ', '# ', '-- ', '[x](y "'])
    await check('slow.md', Buffer.alloc(megabyte, piece), 'read');
  for (const piece of ['<', '<!--', '<a ', '&', '&#', '<?', '<!', 'font-size:0 ', '<p style="'])
    await check('slow.html', Buffer.alloc(2 * megabyte, piece), 'read');
  await check('slow.eml', `From: a@b.c\r\nTo: ${'"a" <'.repeat(100_000)}\r\n\r\nseen`, 'read');
});

test('mails within mails are read to the limit, the rest named in a warning', async () => {
  let mail = makeEml([]);
  for (let depth = 0; depth < 8; depth++)
    mail = makeEml([{ name: 'inner.eml', mediaType: 'message/rfc822', content: mail }]);
  assert.deepEqual((await check('deep.eml', mail, 'read')).warnings, []);
  const shallow = await check('deep.eml', mail, 'read', { nesting: 0 });
  assert.deepEqual(shallow.warnings, ['attachment_unreadable']);
});

test('attachments past the limit are left out, unreadable ones harm nobody', async () => {
  const note = { name: '../../note.txt', mediaType: 'text/plain', content: Buffer.from('a note') };
  const many = await check('many.eml', makeEml(new Array(200).fill(note)), 'read', { attachments: 20 });
  assert.deepEqual(many.warnings, ['content_left_out']);
  const broken = {
    name: 'broken.pdf',
    mediaType: 'application/pdf',
    content: Buffer.from('%PDF-1.4 broken'),
  };
  for (const mail of [makeEml([broken, note]), makeMsg([broken, note])])
    assert.deepEqual((await check('broken', mail, 'read')).warnings, ['attachment_unreadable']);
  const endless = `MIME-Version: 1.0\r\nFrom: a@b.c\r\nReceived: x\r\n${'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n'.repeat(20_000)}`;
  await check('parts.eml', endless, 'corrupt_file');
});

test('a password is told from damage', async () => {
  const encrypted = readFileSync(join(import.meta.dirname, '../fixtures/formats/invoice.docx'));
  // Bit 0 of the flags of the first entry in the directory.
  encrypted[encrypted.indexOf('PK\x01\x02') + 8]! |= 1;
  await check('locked.docx', encrypted, 'password_protected');
});

test('a PDF that takes too much memory or time to draw ends at once, and the next one is read', async () => {
  const pdfs = makeHostilePdfs('http://127.0.0.1:1');
  const read = (name: string, expected: string) =>
    check(name, pdfs.find((file) => file.name === `${name}.pdf`)!.bytes, expected);
  await read('form-loop', 'limit_exceeded');
  await read('picture-giant', 'read');
  assert.deepEqual((await read('pattern-loop', 'read')).warnings, ['page_unreadable']);
});

test('macros, links and pictures from outside are text or nothing', async () => {
  const link = '<w:p><w:hyperlink w:anchor="x"><w:r><w:t>click</w:t></w:r></w:hyperlink></w:p>';
  assert.ok((await check('link.docx', makeDocx(link), 'read')).words! > 0);
  const html =
    '<img src="http://127.0.0.1:9/x"><link rel=stylesheet href="http://127.0.0.1:9/"><iframe src="http://127.0.0.1:9/">x</iframe><p onload="x()">seen';
  assert.equal((await check('outside.html', html, 'read')).words, 1);
});

test('a picture alone in a Word file is read as a page', async () => {
  const png = readFileSync(join(import.meta.dirname, '../fixtures/pages/letter-en.png'));
  const answer = await check('scan.docx', makePictureDocx(png), 'read');
  assert.ok(answer.words! > 20, `${answer.words} words`);
});

test('random bytes behind every magic number are refused or read, never worse', async () => {
  const random = randomNumbers(7);
  const heads = [
    '%PDF-1.7\n',
    '{\\rtf1',
    'PK\x03\x04',
    'PK\x05\x06',
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    'From: a\r\nMIME-Version: 1.0\r\nTo: b\r\n\r\n',
    '<html>',
    '<?xml ',
    '\x89PNG\r\n\x1a\n',
    '\xff\xd8\xff',
    'II*\0',
    'BM',
    'GIF89a',
    'RIFF    WEBP',
  ];
  for (const head of heads)
    for (const name of ['a.docx', 'a.xls', 'a.msg', 'a.bin']) {
      const tail = Buffer.from(Array.from({ length: random(4_000) }, () => random(256)));
      const answer = await child.read({ bytes: Buffer.concat([Buffer.from(head, 'latin1'), tail]), name });
      assert.ok(
        !['thrown', 'timeout', 'crashed'].includes(answer.ended),
        `${head} ${name}: ${answer.ended} ${answer.message}`,
      );
    }
});

test('a workbook in a book too large for its limits keeps the process alive', async () => {
  await check('small.xlsx', makeWorkbook('xlsx'), 'limit_exceeded', { unpackedBytes: 1_000 });
});
