import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mediaTypeOf, sniffMediaType } from './media-type.ts';

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
}

function check(content: string | Uint8Array, name: string, expected: string) {
  assert.equal(sniffMediaType(bytesOf(content), name), expected, `${name}: head`);
  assert.equal(mediaTypeOf(bytesOf(content), name), expected, `${name}: whole`);
}

test('content decides, whatever the name says', () => {
  check('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'invoice.pdf', 'image/png');
  check('\xff\xd8\xff\xe0\0\x10JFIF', 'a.png', 'image/jpeg');
  check('%PDF-1.7\n%\xe2\xe3\xcf\xd3', 'a.txt', 'application/pdf');
  check(`${'junk before the header\n'.repeat(20)}%PDF-1.4\n`, 'a', 'application/pdf');
  check('GIF89a\x01\0\x01\0', 'a', 'image/gif');
  check('II*\0\x08\0\0\0', 'a', 'image/tiff');
  check('MM\0*\0\0\0\x08', 'a', 'image/tiff');
  check('RIFF\x24\0\0\0WEBPVP8 ', 'a', 'image/webp');
  check('\0\0\0\x18ftypheic\0\0\0\0', 'a.jpg', 'image/heic');
  check('BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0', 'a', 'image/bmp');
  check('{\\rtf1\\ansi Hello}', 'a.doc', 'application/rtf');
  check('\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0', 'a.txt', 'application/octet-stream');
  check('BMW Rechnung Nr. 17', 'a.txt', 'text/plain');
});

test('the name tells apart what is all plain text', () => {
  check('a;b;c\n1;2;3\n', 'a.csv', 'text/csv');
  check('a;b;c\n1;2;3\n', 'a.txt', 'text/plain');
  check('# Title\n', 'README.md', 'text/markdown');
  check('Hello', 'no-extension', 'text/plain');
  check('Gr\xfc\xdfe', 'a.txt', 'text/plain');
  check(Buffer.from('Grüße aus Köln', 'utf16le'), 'a.txt', 'text/plain');
});

test('markup is told by its root', () => {
  check('<!DOCTYPE html><html><body>Hi', 'a.txt', 'text/html');
  check('\xef\xbb\xbf<!-- saved -->\n<html>', 'a', 'text/html');
  check('<?xml version="1.0"?><html xmlns="x">', 'a.xml', 'text/html');
  check('<?xml version="1.0"?><!-- c --><Invoice xmlns="urn:oasis">', 'a', 'application/xml');
  check('<ubl:Invoice xmlns:ubl="urn:oasis">', 'a', 'application/xml');
  check('<svg xmlns="http://www.w3.org/2000/svg">', 'a', 'image/svg+xml');
  check('<< see below', 'a.txt', 'text/plain');
});

test('a mail is told by headers that only programs write', () => {
  check('Received: from a\r\nFrom: a@b.c\r\nMIME-Version: 1.0\r\n\r\nHi', 'a.txt', 'message/rfc822');
  check('From: Anna\nTo: Ben\nSubject: Lunch\nDate: Monday\n\nHi', 'memo.txt', 'text/plain');
  check('From: Anna\nTo: Ben\nSubject: Lunch\n\nHi', 'memo.eml', 'message/rfc822');
  check('Total: 5\nDate: today', 'receipt.txt', 'text/plain');
});

test('a container is looked into; its head alone believes the name', () => {
  const docx = zipOf('[Content_Types].xml', 'word/document.xml');
  assert.equal(sniffMediaType(docx.subarray(0, 40), 'a.docx'), mediaTypeOf(docx, 'b.xlsx'));
  assert.match(mediaTypeOf(zipOf('xl/workbook.xml'), 'a.docx'), /spreadsheetml/);
  assert.match(mediaTypeOf(zipOf('ppt/presentation.xml'), 'a.zip'), /presentationml/);
  assert.equal(mediaTypeOf(zipOf('photo.jpg'), 'a.docx'), 'application/zip');
  assert.equal(
    mediaTypeOf(zipOf('mimetype=application/vnd.oasis.opendocument.text'), 'a'),
    'application/vnd.oasis.opendocument.text',
  );
  assert.match(mediaTypeOf(docx.subarray(0, 60), 'cut.docx'), /wordprocessingml/);
});

/** A zip of stored entries; "name=content" gives an entry content. */
function zipOf(...entries: readonly string[]): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const [name = '', content = ''] = entry.split('=');
    const local = Buffer.alloc(30 + name.length + content.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.write(name + content, 30);
    const central = Buffer.alloc(46 + name.length);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt32LE(content.length, 20);
    central.writeUInt32LE(content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    central.write(name, 46);
    offset += local.length;
    locals.push(local);
    centrals.push(central);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...centrals, end]);
}
