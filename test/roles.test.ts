/** Several processes on one PostgreSQL and one bucket, each with a folder of its own. */
import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createTemporaryPlace } from '../src/storage/temporary-database.ts';
import { bucketCredentials, startBucketServer } from './bucket-server.ts';
import { startRefusingMail } from './refusing-mail-server.ts';
import {
  call,
  results,
  type ServerProcess,
  startServerProcess,
  testKey,
  until,
  upload,
} from './server-process.ts';

const skip =
  process.env.TEST_DATABASE_URL === undefined &&
  'runs on PostgreSQL only: npm run test:postgres, with apt-get install postgresql';
const stack = new AsyncDisposableStack();
let start: (role: 'api' | 'worker') => Promise<ServerProcess>;

before(async () => {
  if (skip) return;
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-roles-')));
  const { location } = stack.use(await createTemporaryPlace(folder.path));
  const { endpoint } = stack.use(await startBucketServer());
  const environment = {
    DATABASE_URL: location,
    BLOBS_URL: `s3://mailroom/test?endpoint=${endpoint}`,
    ...bucketCredentials,
    PUBLIC_URL: 'http://mailroom.test',
    SOURCES_ALLOW_PRIVATE: 'true',
    READERS: '2',
    DATABASE_CONNECTIONS: '4',
  };
  let started = 0;
  start = async (role) => {
    started += 1;
    const dataDir = join(folder.path, `machine-${started}`);
    return stack.use(await startServerProcess(dataDir, { ...environment, ROLE: role }));
  };
});
after(() => stack.disposeAsync());

const documentTypes = [
  {
    name: 'Invoice',
    description: 'Bill for goods or services',
    uniqueWords: ['invoice number', 'amount due'],
  },
  { name: 'Receipt', description: 'Proof of payment in a shop', uniqueWords: ['cash', 'change'] },
];
const invoice = 'INVOICE\n\nInvoice number: 2024-17\nBill to: Jane Doe\nAmount due: 120.00 EUR';

test('machines that share no disk are one mailroom, and a worker that dies holds nothing up', {
  skip,
}, async () => {
  const [one, other] = await Promise.all([start('api'), start('api')]);
  const created = await call(one.url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'Post', documentTypes },
  });
  const { classificationId } = created.json;
  const files = Array.from(
    { length: 30 },
    (_, index) => [`file-${index}.txt`, `${invoice} ${index}`] as const,
  );
  const { json: uploaded } = await upload(one.url, classificationId, files);

  const doomed = await start('worker');
  await until('the first files are done', async () => {
    const { json } = await call(other.url, 'POST', '/documentClassification/getResults', {
      classificationId,
      batchId: uploaded.batchId,
    });
    return (
      json.files?.some((file: any) => file.status === 'processed') || json.status !== 'waiting' || undefined
    );
  });
  await doomed.kill();
  await start('worker');
  const answer = await results(other.url, classificationId, uploaded.batchId);
  assert.deepEqual(
    answer.files.map(({ status, result }: any) => [status, result.documentType]),
    files.map(() => ['processed', 'Invoice']),
  );

  // A link that one of them gave, opened at the other: the signing key is shared, and so are the bytes.
  const { pathname, search } = new URL(uploaded.files[3].url);
  const original = await fetch(`${other.url}${pathname}${search}`);
  assert.equal(original.status, 200);
  assert.equal(await original.text(), `${invoice} 3`);
});

test('a password that any API machine was told opens at every worker', { skip }, async () => {
  await using mail = await startRefusingMail();
  const [one, other] = await Promise.all([start('api'), start('api'), start('worker')]);
  const created = await call(one.url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'Mail', documentTypes },
  });
  const { classificationId } = created.json;
  const mailbox = { host: '127.0.0.1', port: mail.port, security: 'none', user: 'office' };
  const ask = async (url: string, method: string, path: string, body: unknown) => {
    const response = await fetch(`${url}/api/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, any>;
  };
  const first = { ...mailbox, password: 'told-to-one' };
  const { id } = await ask(one.url, 'POST', '/sources', { classificationId, mailbox: first });
  await until('the worker signs in', async () => mail.got().includes(first.password) || undefined);
  const second = { ...mailbox, password: 'told-to-the-other' };
  await ask(other.url, 'PATCH', `/sources/${id}`, { mailbox: second });
  await until('the worker signs in anew', async () => {
    await ask(one.url, 'POST', `/sources/${id}/check`, {});
    return mail.got().includes(second.password) || undefined;
  });
});
