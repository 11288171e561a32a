/**
 * From a fresh clone to the first classified file in the browser, by the README alone:
 * `node bench/first-file.ts [repository]`. Clones, installs, starts, signs in by the printed link, takes types
 * from the library, uploads an invoice, and waits until the desk says what it is.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeDemoDocuments } from '../fixtures/demo-documents.ts';
import { launchBrowser } from '../test/web-browser.ts';

const repository = resolve(process.argv[2] ?? '.');
await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-bench-first-'));
const clone = join(folder.path, 'mailroom');
const browser = await launchBrowser();
if ('reason' in browser) throw new Error(browser.reason);

let last = performance.now();
const began = last;
function lap(what: string): void {
  const now = performance.now();
  console.log(`| ${what} | ${((now - last) / 1_000).toFixed(1)} s |`);
  last = now;
}

console.log('| step | time |\n| --- | --- |');
await run('git', ['clone', '--quiet', repository, clone], folder.path);
lap('git clone');
await run('npm', ['ci', '--silent'], clone);
lap('npm ci');
const server = spawn('npm', ['start'], {
  cwd: clone,
  env: { ...process.env, PORT: '0', DATA_DIR: join(folder.path, 'data') },
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
});
try {
  const link = await printedLink(server.stdout);
  lap('npm start');
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Choose types from the library' }).click();
  lap('signed in, by the printed link');
  await page.getByRole('button', { name: 'Accounting' }).click();
  await page.getByRole('button', { name: 'Create classification' }).click();
  const [{ name, bytes }] = makeDemoDocuments(1) as [{ name: string; bytes: Uint8Array }];
  const file = { name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) };
  await page.getByLabel('Files to upload').setInputFiles(file);
  await page.getByRole('link', { name: 'Open the batch' }).click();
  lap('types chosen, file uploaded');
  await page.getByRole('row', { name: new RegExp(`${name} Invoice`) }).waitFor();
  lap('the desk says that it is an invoice');
  console.log(`| **in all** | **${((last - began) / 1_000).toFixed(1)} s** |`);
} finally {
  process.kill(-server.pid!, 'SIGTERM');
  await once(server, 'exit');
  await browser.close();
}

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}

async function printedLink(output: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += chunk;
    const [link] = /http\S+#key=\S+/.exec(text) ?? [];
    if (link !== undefined) return link;
  }
  throw new Error(`npm start printed no link:\n${text}`);
}
