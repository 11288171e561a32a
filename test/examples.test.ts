import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { startServerProcess, testKey } from './server-process.ts';

const run = promisify(execFile);
const examples = resolve(import.meta.dirname, '../examples');
const documents = ['contract', 'invoice', 'resume'].map((name) => join(examples, `documents/${name}.txt`));

test('the examples do what their README says', async (t) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-examples-'));
  await using server = await startServerProcess(folder.path);
  const cases = [
    { program: 'sh', script: 'quickstart.sh', needs: ['curl', '--version'] },
    { program: process.execPath, script: 'classify.js', needs: [process.execPath, '--version'] },
    { program: 'python3', script: 'classify.py', needs: ['python3', '-c', 'import requests'] },
  ];
  for (const { program, script, needs } of cases) {
    await t.test(script, async (each) => {
      const [runtime = '', ...check] = needs;
      const missing = await run(runtime, check).then(
        () => undefined,
        () => `${needs.join(' ')} does not run here`,
      );
      if (missing) {
        console.log(missing);
        return each.skip(missing);
      }
      const { stdout } = await run(program, [join(examples, script), server.url, testKey, ...documents]);
      for (const [file, type] of [
        ['contract.txt', 'Contract'],
        ['invoice.txt', 'Invoice'],
        ['resume.txt', 'Resume'],
      ]) {
        assert.match(stdout, new RegExp(`${file}.{1,100}${type}`), stdout);
      }
    });
  }
});
