import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtempDisposable, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeSlowPdf } from '../fixtures/slow-pdf.ts';
import { invoicePage, writeTextPdf } from '../fixtures/text-pdf.ts';
import { call, isRunning, results, startServerProcess, testKey, until, upload } from './server-process.ts';

const documentTypes = [
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
const receipt = 'RECEIPT\n\nCoffee 3.00\nCash 5.00\nChange 2.00\nThank you!';

const temporary = () => mkdtempDisposable(join(tmpdir(), 'mailroom-server-'));

async function createClassification(url: string): Promise<string> {
  const { json } = await call(url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'Mail', documentTypes },
  });
  return json.classificationId;
}

test('a mixed pile gets right answers, a broken file fails alone with its reason', async () => {
  await using dir = await temporary();
  await using server = await startServerProcess(dir.path);
  const classificationId = await createClassification(server.url);
  const { json } = await upload(server.url, classificationId, [
    ['invoice.pdf', writeTextPdf([invoicePage(1), invoicePage(2)])],
    ['receipt.txt', receipt],
    ['lying.pdf', receipt],
    ['broken.pdf', '%PDF-1.7\nnothing of a PDF follows'],
    [
      'poem.txt',
      'The fog comes\non little cat feet.\nIt sits looking\nover harbor and city\nand then moves on.',
    ],
  ]);
  const { files } = await results(server.url, classificationId, json.batchId);
  assert.deepEqual(
    files.map((file: any) => [file.fileName, file.status, file.result?.documentType]),
    [
      ['invoice.pdf', 'processed', 'Invoice'],
      ['receipt.txt', 'processed', 'Receipt'],
      ['lying.pdf', 'processed', 'Receipt'],
      ['broken.pdf', 'failed', undefined],
      ['poem.txt', 'processed', 'other'],
    ],
  );
  assert.match(files[3].error, /PDF/);
});

test('the upload answer counts the pages of a PDF', async () => {
  await using dir = await temporary();
  await using server = await startServerProcess(dir.path);
  const classificationId = await createClassification(server.url);
  const pdf = writeTextPdf([invoicePage(1), invoicePage(2)]);
  // Counting has half a second; on a busy machine the first count may come too late.
  await until('a count of 2', async () => {
    const { json } = await upload(server.url, classificationId, [['invoice.pdf', pdf]]);
    return json.files[0].numberOfPages === 2 ? true : undefined;
  });
});

test('the first key is printed once, and the data folder is for its owner only', async () => {
  await using dir = await temporary();
  const dataDir = join(dir.path, 'data');
  const first = await startServerProcess(dataDir, { MAILROOM_API_KEY: '' });
  const key = /First API key.*: (\S+)/.exec(await printed(first.output, /First API key.*\n/))![1]!;
  const answer = await fetch(`${first.url}/api/v1/credits`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal(answer.status, 200);
  assert.equal((await stat(dataDir)).mode & 0o777, 0o700);
  assert.equal(await first.stop(), 0);
  await using second = await startServerProcess(dataDir, { MAILROOM_API_KEY: '' });
  assert.doesNotMatch(second.output(), /First API key/);
});

test('SIGTERM ends the server cleanly within 10 s, and what it had not finished is finished after the next start', async () => {
  await using dir = await temporary();
  const first = await startServerProcess(dir.path);
  const classificationId = await createClassification(first.url);
  const pile = Array.from({ length: 60 }, (_, index) => [`r-${index}.txt`, receipt] as const);
  const { json } = await upload(first.url, classificationId, pile);
  const startedAt = performance.now();
  assert.equal(await first.stop(), 0);
  assert.ok(performance.now() - startedAt < 10_000);
  await using second = await startServerProcess(dir.path);
  const { files } = await results(second.url, classificationId, json.batchId);
  assert.equal(files.length, 60);
  assert.ok(files.every((file: any) => file.status === 'processed'));
});

test('a second server on the same data folder refuses, and says what to do', async () => {
  await using dir = await temporary();
  await using first = await startServerProcess(dir.path);
  await assert.rejects(startServerProcess(dir.path), /ended with 1/);
  assert.equal((await fetch(`${first.url}/health`)).status, 200);
});

test('a single upload behind a large batch waits only for the files in hand', async () => {
  await using dir = await temporary();
  await using server = await startServerProcess(dir.path, { READERS: '1' });
  const classificationId = await createClassification(server.url);
  const pile = Array.from({ length: 300 }, (_, index) => [`r-${index}.txt`, receipt] as const);
  const large = await upload(server.url, classificationId, pile);
  const single = await upload(server.url, classificationId, [['one.txt', receipt]]);
  await results(server.url, classificationId, single.json.batchId);
  const ids = { classificationId, batchId: large.json.batchId };
  const { json } = await call(server.url, 'POST', '/documentClassification/getResults', ids);
  assert.equal(json.status, 'waiting');
});

test('a file that hangs its reader fails alone, after a bounded number of attempts', async () => {
  await using dir = await temporary();
  await using server = await startServerProcess(dir.path, { FILE_TIMEOUT_SECONDS: '4', READERS: '1' });
  const classificationId = await createClassification(server.url);
  const { json } = await upload(server.url, classificationId, [
    ['slow.pdf', writeSlowPdf(400)],
    ['receipt.txt', receipt],
  ]);
  const { files } = await results(server.url, classificationId, json.batchId, 120_000);
  assert.deepEqual(
    files.map((file: any) => file.status),
    ['failed', 'processed'],
  );
  assert.match(files[0].error, /takes longer than 4 s/);
});

test('a killed server leaves no reader behind', async () => {
  await using dir = await temporary();
  const server = await startServerProcess(dir.path, { READERS: '1' });
  const classificationId = await createClassification(server.url);
  const endless = writeTextPdf(Array.from({ length: 20_000 }, (_, page) => invoicePage(page)));
  await upload(server.url, classificationId, [['endless.pdf', endless]]);
  const readers = childrenOf(server.child.pid!);
  assert.ok(readers.length >= 2);
  await server.kill();
  await until('the readers to end', async () => (readers.some(isRunning) ? undefined : true));
});

test('a key made beside the running server opens it, and a revoked one is refused at once', async () => {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  await using dir = await temporary();
  await using server = await startServerProcess(dir.path);
  const mailroom = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['src/cli/main.ts', 'keys', ...args], {
      cwd: join(import.meta.dirname, '..'),
      env: { ...process.env, DATA_DIR: dir.path },
    });
  const credits = (key: string) =>
    fetch(`${server.url}/api/v1/credits`, { headers: { authorization: `Bearer ${key}` } });
  const { stdout, stderr } = await mailroom('create', 'second');
  const key = stdout.trim();
  assert.equal((await credits(key)).status, 200);
  await mailroom('revoke', /Key (\S+)/.exec(stderr)![1]!);
  assert.equal((await credits(key)).status, 401);
  assert.equal((await credits(testKey)).status, 200);
  assert.doesNotMatch((await mailroom('list')).stdout, new RegExp(key));
});

function printed(output: () => string, pattern: RegExp): Promise<string> {
  return until(`output like ${pattern}`, async () => (pattern.test(output()) ? output() : undefined));
}

function childrenOf(parent: number): number[] {
  return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').map(Number);
}
