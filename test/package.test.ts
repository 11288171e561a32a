import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { packAndInstall } from './packed.ts';
import { call, results, startServerProcess, testKey, upload } from './server-process.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');

test('the package, unpacked below the node_modules of an empty folder, classifies and serves', async (t) => {
  await using packed = await packAndInstall(root, 'mailroom');
  const launcher = join(packed.installed, 'bin/mailroom.js');
  const example = join(packed.installed, 'examples');

  await t.test('it holds what runs, and no sources, tests or data', () => {
    const folders = new Set(packed.files.map((path) => path.split('/')[0]));
    assert.deepEqual([...folders].filter((name) => !/\.md$/.test(name!)).toSorted(), [
      'LICENSE',
      'bin',
      'dist',
      'docs',
      'examples',
      'package.json',
    ]);
    assert.deepEqual(
      packed.files.filter((path) => /\.tsx?$|\.test\.|\.env$/.test(path)),
      [],
    );
  });

  await t.test('every command is there', async () => {
    for (const name of await readdir(join(root, 'src/cli'))) {
      assert.ok(packed.files.includes(`dist/cli/${name.replace(/\.ts$/, '.js')}`), name);
    }
  });

  await t.test('mailroom classify answers', async () => {
    await cp(join(example, 'documents/invoice.txt'), join(packed.folder, 'invoice.txt'));
    const { stdout } = await run(
      process.execPath,
      [launcher, 'classify', 'invoice.txt', '--types', join(example, 'types.json')],
      { cwd: packed.folder },
    );
    assert.equal(JSON.parse(stdout).documentType, 'Invoice');
  });

  await t.test('mailroom serve works on uploads and shows the dashboard', async () => {
    await using server = await startServerProcess(join(packed.folder, 'data'), {}, launcher);
    const { json: made } = await call(server.url, 'POST', '/documentClassification/createClassification', {
      classificationDetails: {
        name: 'Mail',
        documentTypes: [{ name: 'Invoice', description: 'Bill', uniqueWords: ['invoice number'] }],
      },
    });
    const text = 'Invoice\nInvoice number: 17\nAmount due: 20.00 EUR\nPlease pay within 14 days.';
    const { json: sent } = await upload(server.url, made.classificationId, [['a.txt', text]]);
    const { files } = await results(server.url, made.classificationId, sent.batchId);
    assert.equal(files[0].result.documentType, 'Invoice');

    const page = await (await fetch(server.url)).text();
    const script = /src="(\/assets\/desk-[^"]+\.js)"/.exec(page)?.[1];
    const answer = await fetch(`${server.url}${script}`);
    assert.equal(answer.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.ok((await answer.text()).length > 10_000);
    const { status } = await fetch(`${server.url}/api/v2/operations`, {
      headers: { authorization: `Bearer ${testKey}` },
    });
    assert.equal(status, 200);
  });
});
