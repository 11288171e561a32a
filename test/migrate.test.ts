/** From one folder to PostgreSQL and a bucket, by the command line. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createTemporaryPlace } from '../src/storage/temporary-database.ts';
import { bucketCredentials, startBucketServer } from './bucket-server.ts';
import { startRefusingMail } from './refusing-mail-server.ts';
import { call, results, startServerProcess, testKey, until, upload } from './server-process.ts';

const skip =
  process.env.TEST_DATABASE_URL === undefined &&
  'runs on PostgreSQL only: npm run test:postgres, with apt-get install postgresql';
const main = resolve(import.meta.dirname, '../src/cli/main.ts');

test('a moved installation has every file, result, link and password, though the move was killed again and again', {
  skip,
}, async () => {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-move-')));
  const dataDir = join(folder.path, 'data');
  const { location } = stack.use(await createTemporaryPlace(folder.path));
  const { endpoint } = stack.use(await startBucketServer());
  const target = ['--to-database', location, '--to-blobs', `s3://mailroom?endpoint=${endpoint}`];
  const environment = { ...process.env, ...bucketCredentials, DATA_DIR: dataDir, DATABASE_URL: '' };
  const move = () =>
    promisify(execFile)(process.execPath, [main, 'migrate', ...target], { env: environment });

  await using mail = await startRefusingMail();
  const settings = { SOURCES_ALLOW_PRIVATE: 'true' };
  const embedded = await startServerProcess(dataDir, { DATABASE_URL: '', ...settings });
  const { classificationId, batchId, url, waiting } = await fill(embedded.url);
  const sourceId = await addMailbox(embedded.url, classificationId, mail.port);
  await until('it signs in', async () => mail.got().includes(password) || undefined);
  const before = await results(embedded.url, classificationId, batchId);
  await assert.rejects(move(), /Another Mailroom server uses the data folder/);
  await embedded.kill();

  // At its start, among the blobs, and twice among the rows, which come after the line about the blobs.
  for (const [afterBlobs, ms] of [
    [false, 250],
    [false, 400],
    [true, 0],
    [true, 15],
  ] as const) {
    const child = spawn(process.execPath, [main, 'migrate', ...target], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exited = once(child, 'exit');
    if (afterBlobs) await once(child.stdout, 'data');
    await pause(ms);
    child.kill('SIGKILL');
    assert.deepEqual(await exited, [null, 'SIGKILL']);
  }
  const { stdout } = await move();
  assert.match(stdout, /equal by hash/);
  assert.match(stdout, /Every table is equal by count and hash/);
  await assert.rejects(move(), /holds data of another Mailroom/);

  await using moved = await startServerProcess(join(folder.path, 'other machine'), {
    ...bucketCredentials,
    ...settings,
    DATABASE_URL: location,
    BLOBS_URL: `s3://mailroom?endpoint=${endpoint}`,
  });
  const after = await results(moved.url, classificationId, batchId);
  const withoutUrls = ({ files }: any) => files.map(({ url: _, ...file }: any) => file);
  assert.deepEqual(withoutUrls(after), withoutUrls(before));
  const { pathname, search } = new URL(url);
  assert.match(await (await fetch(`${moved.url}${pathname}${search}`)).text(), /Invoice number/);
  // The key that sealed the password came along: the moved server signs in with it.
  const signedIn = mail.got().split(password).length;
  await until('it signs in', async () => {
    await ask(moved.url, `/sources/${sourceId}/check`, {});
    return mail.got().split(password).length > signedIn || undefined;
  });
  // What was waiting goes on.
  assert.equal((await results(moved.url, classificationId, waiting)).files.length, 40);
});

const password = 'correct-horse-battery';

async function addMailbox(server: string, classificationId: string, port: number): Promise<string> {
  const mailbox = { host: '127.0.0.1', port, security: 'none', user: 'office', password };
  const { id } = await ask(server, '/sources', { classificationId, mailbox });
  return id;
}

async function ask(server: string, path: string, body: unknown): Promise<Record<string, any>> {
  const response = await fetch(`${server}/api/v2${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, any>;
}

async function fill(server: string) {
  const documentTypes = [
    {
      name: 'Invoice',
      description: 'Bill for goods or services',
      uniqueWords: ['invoice number', 'amount due'],
    },
    { name: 'Receipt', description: 'Proof of payment in a shop', uniqueWords: ['cash', 'change'] },
  ];
  const { json: created } = await call(server, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'Post', documentTypes },
  });
  const { classificationId } = created;
  const invoice = 'INVOICE\n\nInvoice number: 2024-17\nBill to: Jane Doe\nAmount due: 120.00 EUR';
  const files = (count: number) =>
    Array.from({ length: count }, (_, index) => [`Brief ${index} – ü.txt`, `${invoice} ${index}`] as const);
  const { json } = await upload(server, classificationId, files(12));
  await results(server, classificationId, json.batchId);
  const { json: waiting } = await upload(server, classificationId, files(40));
  return {
    classificationId,
    batchId: json.batchId as string,
    url: json.files[3].url as string,
    waiting: waiting.batchId as string,
  };
}
