import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readParts } from './multipart.ts';

const boundary = '----x9';
const body = [
  `--${boundary}`,
  'Content-Disposition: form-data; name="classificationId"',
  '',
  '-abc',
  `--${boundary}  `,
  'content-disposition: form-data;',
  ' name="files"; filename="a.txt"',
  'Content-Type: text/plain',
  '',
  `one\r\n--${boundary.slice(0, 3)}\r\n\r\ntwo`,
  `--${boundary}`,
  'Content-Disposition: form-data; name="files"; filename="empty"',
  '',
  '',
  `--${boundary}--`,
  '',
].join('\r\n');

async function read(text: string, chunkBytes: number, header: { boundary?: string } = { boundary }) {
  const bytes = Buffer.from(text, 'latin1');
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const parts: (readonly [string, string])[] = [];
  for await (const part of readParts(chunks(), header.boundary)) {
    const pieces: Buffer[] = [];
    for await (const piece of part.body) pieces.push(piece);
    parts.push([part.headers.get('content-disposition') ?? '', Buffer.concat(pieces).toString('latin1')]);
  }
  return parts;
}

const expected = [
  ['form-data; name="classificationId"', '-abc'],
  ['form-data; name="files"; filename="a.txt"', 'one\r\n-----\r\n\r\ntwo'],
  ['form-data; name="files"; filename="empty"', ''],
];

test('parts are the same however the network cuts the body', async () => {
  for (let chunkBytes = 1; chunkBytes <= body.length; chunkBytes += 1) {
    assert.deepEqual(await read(body, chunkBytes), expected, `chunks of ${chunkBytes} bytes`);
  }
});

test('a boundary that the header lacks is taken from the first line', async () => {
  for (const chunkBytes of [1, 3, 1000]) {
    assert.deepEqual(await read(body, chunkBytes, {}), expected);
    assert.deepEqual(await read(`\r\n${body}`, chunkBytes, {}), expected);
  }
});

test('a preamble and an epilogue are ignored', async () => {
  assert.deepEqual(await read(`hello\r\n${body}\r\nbye`, 7), expected);
});

test('no parts at all is an empty upload', async () => {
  assert.deepEqual(await read(`--${boundary}--\r\n`, 5), []);
  assert.deepEqual(await read(`--${boundary}--\r\n`, 5, {}), []);
});

test('a part that nobody reads is skipped', async () => {
  async function* chunks() {
    yield Buffer.from(body, 'latin1');
  }
  let parts = 0;
  for await (const _ of readParts(chunks(), boundary)) parts += 1;
  assert.equal(parts, 3);
});

test('a body that ends early is refused, wherever it is cut', async () => {
  const complete = body.lastIndexOf('--\r\n') + 2;
  for (let end = 0; end < complete; end += 1) {
    await assert.rejects(
      () => read(body.slice(0, end), 11),
      /ended before its closing boundary/,
      `cut at ${end}`,
    );
  }
});

test('what is too long is refused however the network cuts the body', async () => {
  const long = 'b'.repeat(201);
  const fill = ['x'.repeat(17_000), '\r\n'.repeat(9_000)];
  for (const chunkBytes of [7, 1_000_000]) {
    const sniffed = `--${long}\r\n\r\n\r\n--${long}--\r\n`;
    await assert.rejects(() => read(sniffed, chunkBytes, {}), /does not begin with one/);
    await assert.rejects(() => read(`${fill[1]}${body}`, chunkBytes, {}), /does not begin with one/);
    await assert.rejects(() => read(`${fill[0]}\r\n${body}`, chunkBytes), /does not begin with its boundary/);
    const header = `--${boundary}\r\nX: ${fill[0]}\r\n\r\n\r\n--${boundary}--\r\n`;
    await assert.rejects(() => read(header, chunkBytes), /no end of its headers/);
  }
});

test('a body that is no multipart is refused without being held', async () => {
  async function* endless() {
    for (;;) yield Buffer.alloc(65_536, 'a');
  }
  await assert.rejects(() => readParts(endless(), boundary).next(), /does not begin with its boundary/);
  await assert.rejects(() => readParts(endless(), undefined).next(), /does not begin with one/);
  async function* endlessLines() {
    for (;;) yield Buffer.from('\r\n'.repeat(1_000));
  }
  await assert.rejects(() => readParts(endlessLines(), undefined).next(), /does not begin with one/);
});
