/** From one folder to PostgreSQL and a bucket, by the command line. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
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
  const bucket = stack.use(await startBucketServer());
  const { endpoint } = bucket;
  const target = ['--to-database', location, '--to-blobs', `s3://mailroom?endpoint=${endpoint}`];
  const environment = { ...process.env, ...bucketCredentials, DATA_DIR: dataDir, DATABASE_URL: '' };
  const move = () =>
    promisify(execFile)(process.execPath, [main, 'migrate', ...target], {
      env: environment,
      timeout: 60_000,
    });

  await using mail = await startRefusingMail();
  const settings = { SOURCES_ALLOW_PRIVATE: 'true' };
  const embedded = await startServerProcess(dataDir, { DATABASE_URL: '', ...settings });
  const { classificationId, batchId, url, waiting } = await fill(embedded.url);
  const sourceId = await addMailbox(embedded.url, classificationId, mail.port);
  await until('it signs in', async () => mail.got().includes(password) || undefined);
  const before = await results(embedded.url, classificationId, batchId);
  await assert.rejects(move(), /Another Mailroom server uses the data folder/);
  await embedded.kill();

  const arrived = async () => {
    const { KeyCount } = await bucket.client.send(new ListObjectsV2Command({ Bucket: 'mailroom' }));
    return KeyCount ?? 0;
  };
  const killMoments: readonly ((said: Promise<unknown>) => Promise<unknown>)[] = [
    // At its start, and among the blobs: seven times, for not every moment leaves one half sent.
    () => pause(250),
    ...[1, 5, 9, 13, 17, 21, 25].map(
      (blobs) => () => until(`${blobs} blobs`, async () => (await arrived()) >= blobs || undefined),
    ),
    // Among the rows, which come after the line about the blobs.
    (said) => said,
    (said) => said.then(() => pause(15)),
  ];
  for (const killMoment of killMoments) await moveUntilKilled(target, environment, killMoment);
  const { stdout } = await move();
  assert.match(stdout, /equal by hash/);
  assert.match(stdout, /Every table is equal by count and hash/);
  assert.deepEqual(await readdir(join(dataDir, 'staging')), []);
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

/** A run that ends by itself is a fault, told by what it wrote. */
async function moveUntilKilled(
  target: readonly string[],
  env: NodeJS.ProcessEnv,
  killMoment: (said: Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  const child = spawn(process.execPath, [main, 'migrate', ...target], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = once(child.stdout, 'data');
  const complaint = text(child.stderr);
  const exited = once(child, 'exit');
  await Promise.race([killMoment(said), exited]);
  child.kill('SIGKILL');
  assert.deepEqual(await exited, [null, 'SIGKILL'], await complaint);
}

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
