import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { CFB, read, utils } from '@e965/xlsx';
import { writeXlsx } from './xlsx.ts';
import { writeZip } from './zip-stream.ts';

test('a workbook holds texts as texts, also those that look like formulas', async () => {
  const rows = [
    ['name', 'pages'],
    ['=1+1', 3],
    ['a <b> & "c"\u0000', 0.5],
    ['請求書.pdf', ''],
  ];
  async function* source() {
    yield* rows;
  }
  const book = read(await buffer(writeXlsx(source())));
  const sheet = book.Sheets.Files!;
  assert.deepEqual(utils.sheet_to_json(sheet, { header: 1, defval: '' }), [
    rows[0],
    rows[1],
    ['a <b> & "c"', 0.5],
    rows[3],
  ]);
  assert.equal(sheet.A2!.t, 's');
  assert.equal(sheet.A2!.f, undefined);
});

test('an archive gives back what was put in, names in any script', async () => {
  const big = Buffer.alloc(300_000, 'abc');
  async function* entries() {
    yield { name: 'Rechnung/für uns.txt', content: pieces('one', 'two') };
    yield { name: 'other/big.bin', content: pieces(big) };
    yield { name: 'other/empty', content: pieces() };
  }
  const archive = await buffer(writeZip(entries()));
  assert.ok(archive.length < big.length / 10);
  const { FileIndex, FullPaths } = CFB.read(archive, { type: 'buffer' });
  const content = (name: string) => {
    const index = FullPaths.findIndex((path: string) => path.endsWith(name));
    return Buffer.from(FileIndex[index]!.content as Uint8Array);
  };
  assert.ok(archive.includes('Rechnung/für uns.txt'));
  assert.equal(content('.txt').toString(), 'onetwo');
  assert.ok(content('big.bin').equals(big));
});

async function* pieces(...list: (string | Uint8Array)[]) {
  yield* list;
}
