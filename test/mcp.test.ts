import assert from 'node:assert/strict';
import { mkdtempDisposable, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { invoicePage, writeTextPdf } from '../fixtures/text-pdf.ts';
import { deskKey, officeTypes, startDesk } from './v2-server.ts';

const launcher = resolve(import.meta.dirname, '../bin/mailroom.js');
type Json = Record<string, any>;

/** The command as an assistant starts it, spoken to by the official client. */
async function startAssistant(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [launcher, 'mcp', ...args],
    env: { PATH: process.env.PATH ?? '', READERS: '1', OCR_LANGUAGES: 'eng', ...environment },
  });
  await client.connect(transport);
  return {
    client,
    call: async (name: string, asked: Json = {}) => {
      const answer = (await client.callTool({ name, arguments: asked })) as Json;
      return {
        refusal: answer.isError ? (answer.content[0].text as string) : '',
        ...answer.structuredContent,
      };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

async function makePile() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-mcp-'));
  await writeFile(join(folder.path, 'invoice.pdf'), writeTextPdf([invoicePage(1)]));
  await writeFile(join(folder.path, 'broken.pdf'), '%PDF-1.7\nnothing of a PDF follows');
  await writeFile(join(folder.path, 'types.json'), JSON.stringify(officeTypes));
  await symlink('/etc/hostname', join(folder.path, 'link.txt'));
  return folder;
}

test('an assistant classifies and extracts local files, each answer with its evidence', async () => {
  await using pile = await makePile();
  await using mailroom = await startAssistant([
    '--root',
    pile.path,
    '--types',
    join(pile.path, 'types.json'),
  ]);
  const { tools } = await mailroom.client.listTools();
  assert.deepEqual(
    tools.map(({ name }) => name),
    ['list_document_types', 'classify_files', 'extract_fields'],
  );
  const { documentTypes } = (await mailroom.call('list_document_types')) as Json;
  assert.deepEqual(
    documentTypes.map(({ name }: Json) => name),
    ['Invoice', 'Receipt'],
  );

  const { files } = (await mailroom.call('classify_files', { paths: ['invoice.pdf', 'broken.pdf'] })) as Json;
  assert.equal(files[0].documentType, 'Invoice');
  assert.ok(files[0].confidence > 0.5 && files[0].evidence[0].text.length > 0);
  assert.equal(files[1].error.code, 'corrupt_file');

  const fields = [{ key: 'invoice_number', description: 'Number of the invoice', example: 'INV-1' }];
  const extracted = (await mailroom.call('extract_fields', { paths: ['invoice.pdf'], fields })) as Json;
  assert.equal(extracted.files[0].result.invoice_number, 'INV-10001');
  assert.equal(extracted.files[0].values[0].path, 'invoice_number');

  const own = [{ name: 'Letter', description: 'Personal letter' }];
  const others = (await mailroom.call('classify_files', {
    paths: ['invoice.pdf'],
    documentTypes: own,
  })) as Json;
  assert.ok(['Letter', 'other'].includes(others.files[0].documentType));
});

test('files outside of the roots are not read, by whatever path or link', async () => {
  await using pile = await makePile();
  await using mailroom = await startAssistant([
    '--root',
    pile.path,
    '--types',
    join(pile.path, 'types.json'),
  ]);
  const paths = ['/etc/hostname', '../../etc/hostname', 'link.txt', '/etc/no-such-file'];
  const { files } = (await mailroom.call('classify_files', { paths })) as Json;
  for (const { error } of files) {
    assert.equal(error.code, 'forbidden');
    assert.match(error.message, /start mailroom mcp with a --root above it/);
  }
  const inside = (await mailroom.call('classify_files', { paths: ['no-such-file', '.'] })) as Json;
  assert.deepEqual(
    inside.files.map(({ error }: Json) => error.code),
    ['not_found', 'forbidden'],
  );
});

test('a wrong call is a tool error that names the remedy', async () => {
  await using pile = await makePile();
  await using mailroom = await startAssistant(['--root', pile.path]);
  const untyped = await mailroom.call('classify_files', { paths: ['invoice.pdf'] });
  assert.match(untyped.refusal, /send documentTypes, or start mailroom mcp with --types/);
  assert.match((await mailroom.call('extract_fields', { paths: ['invoice.pdf'] })).refusal, /--fields/);
  assert.match(
    (await mailroom.call('classify_files', { paths: 'a', documentTypes: officeTypes })).refusal,
    /paths must be a list/,
  );
  assert.match((await mailroom.call('burn_files')).refusal, /no tool/);
});

test("the types may be those of a running server's classification", async () => {
  await using pile = await makePile();
  await using server = await startDesk();
  const { json } = await server.ask('POST', '/classifications', { name: 'Mail', documentTypes: officeTypes });
  const args = ['--root', pile.path, '--server', server.url];
  const environment = { MAILROOM_API_KEY: deskKey };
  {
    await using mailroom = await startAssistant([...args, `--classification=${json.id}`], environment);
    const { files } = (await mailroom.call('classify_files', { paths: ['invoice.pdf'] })) as Json;
    assert.equal(files[0].documentType, 'Invoice');
  }
  await using mistaken = await startAssistant([...args, '--classification=no-such-id'], environment);
  assert.match((await mistaken.call('list_document_types')).refusal, /answered 404: .*no-such-id/);
});
