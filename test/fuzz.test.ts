import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';

const program = join(import.meta.dirname, 'fuzz.ts');

/** In a process of its own: a case that never ends can only be killed, and the last line names it. */
async function fuzz(...options: string[]) {
  await using stack = new AsyncDisposableStack();
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  stack.defer(() => void child.kill('SIGKILL'));
  const timer = setTimeout(() => child.kill('SIGKILL'), 300_000);
  stack.defer(() => clearTimeout(timer));
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const [code] = await once(child, 'close');
  return { code, printed };
}

test('what comes in by chance breaks nothing: a fixed seed and one of its own (npm run fuzz for an hour)', async () => {
  for (const options of [['--seed', '1'], []]) {
    const { code, printed } = await fuzz('--minutes', '0.25', ...options);
    assert.equal(code, 0, printed);
  }
});
