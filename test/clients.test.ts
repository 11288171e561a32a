/** The API as clients in three languages see it: small programs in the manner of the published samples. */
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

const documentTypes = [
  {
    name: 'Invoice',
    description: 'A request for payment of delivered goods or services',
    uniqueWords: ['invoice number', 'bill to', 'total amount due'],
  },
  {
    name: 'Resume',
    description: 'The education, skills and work history of a person who applies for a job',
    uniqueWords: ['work experience', 'education', 'skills'],
  },
];

const pile = {
  'invoice 1 (März).txt':
    'INVOICE\nInvoice number: 2024-117\nBill to: Example Ltd\n10 widgets at 5.00\nTotal amount due: 50.00 EUR\n',
  'resume.txt':
    'Curriculum vitae of Jo Doe\nWork experience: five years as an electrician\nEducation: trade school\nSkills: wiring, welding\n',
  'poem.txt': 'The moon hangs low above the silent sea,\nand every wave forgets what it should be.\n',
};

const languages = [
  {
    name: 'JavaScript with axios',
    command: [process.execPath, join(clients, 'client.js')],
    needs: [process.execPath, '-e', ''],
  },
  {
    name: 'Python with requests',
    command: ['python3', join(clients, 'client.py')],
    needs: ['python3', '-c', 'import requests'],
  },
  {
    name: 'PHP with cURL',
    command: ['php', join(clients, 'client.php')],
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
  test(`${name}: from the types to the answers, and everything deleted again`, async (t) => {
    const [runtime, ...check] = needs;
    const missing = await run(runtime, check).then(
      () => undefined,
      (error: Error) => `${name} is not installed here: ${error.message.split('\n')[0]}`,
    );
    if (missing) {
      console.log(missing);
      return t.skip(missing);
    }
    const [program, ...args] = command;
    const { stdout } = await run(program, [...args, JSON.stringify(documentTypes), ...paths], {
      // Some write the base URL with a slash at its end.
      env: { ...process.env, BASE_URL: `${server.url}/api/v1/`, API_KEY: testKey },
    });
    const { view, upload, results, one, opened, credits, deleted } = JSON.parse(stdout);

    assert.deepEqual(view.classificationDetails.documentTypes, documentTypes);
    assert.match(view.classificationDetails.name, / client$/);
    assert.equal(upload.status, 'uploaded');
    const fileNames = (files: { fileName: string }[]) => files.map((file) => file.fileName);
    assert.deepEqual(fileNames(upload.files), Object.keys(pile));
    assert.equal(results.status, 'success');
    assert.deepEqual(fileNames(results.files), Object.keys(pile));
    const types = results.files.map((file: { result: { documentType: string } }) => file.result.documentType);
    assert.deepEqual(types.slice(0, 2), ['Invoice', 'Resume']);
    // How well `other` is told is for `npm run evaluate`; here it only must be an answer that was defined.
    assert.ok(['Invoice', 'Resume', 'other'].includes(types[2]), types[2]);
    for (const file of results.files) {
      assert.deepEqual(Object.keys(file), ['fileId', 'fileName', 'status', 'result', 'url']);
      assert.equal(file.status, 'processed');
      assert.ok(file.result.confidence >= 0 && file.result.confidence <= 1);
    }
    assert.equal(one.fileId, results.files[0].fileId);
    assert.equal(one.files.length, 1);
    assert.equal(opened, Object.values(pile)[0]);
    assert.equal(credits.status, 'ok');
    assert.deepEqual(
      deleted.map((answer: { message: string }) => answer.message),
      ['Files deleted', 'Batch deleted', 'Classification deleted'],
    );
  });
}
