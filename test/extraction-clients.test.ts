/** The extraction module as clients in three languages see it: upload, poll, a linked classification, deletes. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { type ServerProcess, startServerProcess, testKey } from './server-process.ts';

const run = promisify(execFile);
const clients = resolve(import.meta.dirname, 'clients');

const fields = [
  { key: 'invoice_number', description: 'Number of the invoice', example: '2024-001', type: 'string' },
  { key: 'TOTAL (EUR)', description: 'Total amount due, only the number', example: '' },
];
const pile = {
  'invoice 1 (März).txt':
    'INVOICE\nInvoice number: 2024-117\nBill to: Example Ltd\n10 widgets at 5.00\nTotal amount due: 50.00 EUR\n',
  'invoice 2.txt':
    'INVOICE\nInvoice number: 2024-118\nBill to: Sample Inc\n10 widgets at 7.00\nTotal amount due: 70.00 EUR\n',
};

const languages = [
  {
    name: 'JavaScript with axios',
    command: [process.execPath, join(clients, 'extraction.js')],
    needs: [process.execPath, '-e', ''],
  },
  {
    name: 'Python with requests',
    command: ['python3', join(clients, 'extraction.py')],
    needs: ['python3', '-c', 'import requests'],
  },
  {
    name: 'PHP with cURL',
    command: ['php', join(clients, 'extraction.php')],
    needs: ['php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
  },
] as const;

const stack = new AsyncDisposableStack();
let server: ServerProcess;
let paths: string[];

before(async () => {
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-clients-')));
  paths = Object.keys(pile).map((name) => join(folder.path, name));
  await Promise.all(Object.values(pile).map((content, index) => writeFile(paths[index]!, content)));
  server = stack.use(await startServerProcess(join(folder.path, 'data')));
});
after(() => stack.disposeAsync());

for (const { name, command, needs } of languages) {
  test(`${name}: from the fields to the values, through both modules`, async (t) => {
    const [runtime, ...check] = needs;
    const missing = await run(runtime, check).then(
      () => undefined,
      (error: Error) => `${name} is not installed here: ${error.message.split('\n')[0]}`,
    );
    if (missing) return t.skip(missing);
    const [program, ...args] = command;
    const { stdout } = await run(program, [...args, JSON.stringify(fields), ...paths], {
      // Some write the base URL with a slash at its end.
      env: { ...process.env, BASE_URL: `${server.url}/api/v1/`, API_KEY: testKey },
    });
    const { uploaded, results, view, one, opened, classified, linked, deleted } = JSON.parse(stdout);

    const fileNames = (files: { fileName: string }[]) => files.map((file) => file.fileName);
    assert.equal(uploaded.status, 'uploaded');
    assert.deepEqual(fileNames(uploaded.files), Object.keys(pile));
    assert.deepEqual(Object.keys(results), ['extractionId', 'batchId', 'files']);
    assert.deepEqual(
      results.files.map((file: any) => [file.status, file.result]),
      [
        ['processed', { invoice_number: '2024-117', 'TOTAL (EUR)': '50.00' }],
        ['processed', { invoice_number: '2024-118', 'TOTAL (EUR)': '70.00' }],
      ],
    );
    assert.match(view.extractionDetails.name, / client$/);
    assert.deepEqual(view.extractionDetails.fields, fields);
    const batch = view.extractionDetails.batches[uploaded.batchId];
    assert.deepEqual([batch.filesNo, batch.origin, batch.status], [2, 'api', 'finished']);
    assert.equal(one.fileId, results.files[0].fileId);
    assert.equal(one.files.length, 1);
    assert.equal(opened, Object.values(pile)[0]);
    assert.equal(classified.files[0].extraction.extractionId, uploaded.extractionId);
    assert.deepEqual(linked.files[0].result, results.files[0].result);
    assert.deepEqual(
      deleted.map((answer: { status: string }) => answer.status),
      ['deleted', 'deleted', 'deleted'],
    );
  });
}
