import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { readZip } from './read-zip.ts';

type Part = { readonly path: string; readonly text: string; readonly stored?: true; readonly flags?: number };

/** An archive as packers write them: headers with contents, then the directory, then its end. */
function pack(parts: readonly Part[]): Blob {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let start = 0;
  for (const { path, text, stored, flags = 0x08_00 } of parts) {
    const content = Buffer.from(text);
    const packed = stored ? content : deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(stored ? 0 : 8, 4);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(path), 22);
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(path), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(start, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), fields, rest, Buffer.from(path));
    bodies.push(body);
    start += body.length;
  }
  const lines = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(lines.length, 12);
  end.writeUInt32LE(start, 16);
  return new Blob([Buffer.concat([...bodies, lines, end])]);
}

test('files are read with their folders, stored and deflated; what systems add is left out', async () => {
  const parts: Part[] = [
    { path: 'sorted/', text: '', stored: true },
    { path: 'sorted/Invoice/ü.txt', text: 'Invoice '.repeat(500) },
    { path: 'sorted\\Receipt\\2.txt', text: 'Receipt', stored: true },
    { path: '__MACOSX/sorted/Invoice/x.txt', text: 'of the system' },
    { path: 'sorted/Invoice/.DS_Store', text: 'of the system' },
  ];
  const read = await readZip(pack(parts));
  assert.deepEqual(
    await Promise.all(read.map(async ({ path, file }) => [path, file.name, (await file.text()).length])),
    [
      ['sorted/Invoice/ü.txt', 'ü.txt', 4_000],
      ['sorted/Receipt/2.txt', '2.txt', 7],
    ],
  );
});

test('what cannot be read is refused in words', async () => {
  await assert.rejects(readZip(new Blob(['%PDF-1.7'])), /no ZIP archive/);
  await assert.rejects(readZip(pack([{ path: 'a.txt', text: 'a', flags: 1 }])), /a\.txt has a password/);
  const bytes = Buffer.from(await pack([{ path: 'a.txt', text: 'a'.repeat(900) }]).arrayBuffer());
  const cut = Buffer.concat([bytes.subarray(0, 30), Buffer.alloc(10), bytes.subarray(40)]);
  await assert.rejects(readZip(new Blob([cut])), /damaged/);
});

test('no more is unpacked than the directory says', async () => {
  const bytes = Buffer.from(await pack([{ path: 'a.txt', text: 'a'.repeat(900_000) }]).arrayBuffer());
  bytes.writeUInt32LE(10, bytes.lastIndexOf('PK\x01\x02') + 24);
  await assert.rejects(readZip(new Blob([bytes])), /damaged/);
});
