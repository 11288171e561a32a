import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { invoicePage, writeTextPdf } from '../fixtures/text-pdf.ts';

const launcher = join(import.meta.dirname, '../bin/mailroom.js');
const types = [
  {
    name: 'Invoice',
    description: 'Bill for goods or services',
    uniqueWords: ['invoice number', 'amount due'],
  },
  {
    name: 'Receipt',
    description: 'Proof of payment in a shop',
    uniqueWords: ['cash', 'change', 'thank you'],
  },
];
const fields = [{ key: 'invoice_number', description: 'Number of the invoice', example: 'INV-1' }];

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** The command as `npx mailroom` starts it: the plain launcher, not the sources. */
function mailroom(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(process.execPath, [launcher, ...args], (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

async function makePile() {
  const dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-cli-'));
  const write = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(dir.path, name), content);
    return join(dir.path, name);
  };
  const pile = {
    invoice: await write('invoice.pdf', writeTextPdf([invoicePage(1)])),
    broken: await write('broken.pdf', '%PDF-1.7\nnothing of a PDF follows'),
    types: await write('types.json', JSON.stringify({ classificationDetails: { documentTypes: types } })),
    fields: await write('fields.json', JSON.stringify(fields)),
  };
  return { ...pile, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

test('classify prints a line a file in their order, and ends with 1 when one failed', async () => {
  await using pile = await makePile();
  const { code, stdout } = await mailroom(
    'classify',
    pile.broken,
    pile.invoice,
    '--types',
    pile.types,
    '--evidence',
  );
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(code, 1);
  assert.equal(lines[0].error.code, 'corrupt_file');
  assert.equal(lines[1].documentType, 'Invoice');
  assert.ok(lines[1].evidence.length > 0);
});

test('extract prints the fields with the words they were read from', async () => {
  await using pile = await makePile();
  const { code, stdout } = await mailroom('extract', pile.invoice, '--fields', pile.fields, '--evidence');
  const line = JSON.parse(stdout);
  assert.equal(code, 0);
  assert.equal(line.result.invoice_number, 'INV-10001');
  assert.equal(line.values[0].path, 'invoice_number');
});

test('a table is for people', async () => {
  await using pile = await makePile();
  const { stdout } = await mailroom('classify', pile.invoice, '--types', pile.types, '--format', 'table');
  assert.match(stdout, /^FILE +TYPE +SURE +WHY\n.*invoice\.pdf +Invoice +[01]\.\d\d +\S/);
});

test('a wrong call ends with 2 and shows the usage, a wrong file is named', async () => {
  const unknown = await mailroom('clasify');
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /Unknown command "clasify"/);
  assert.equal((await mailroom('classify')).code, 2);
  const missing = await mailroom('classify', 'a.pdf', '--types', '/nowhere/types.json');
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /Cannot read the types in \/nowhere\/types\.json/);
});
