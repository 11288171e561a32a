/** Backup and restore of several machines, as docs/operations.md tells it: PostgreSQL's own programs, then the bucket. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { CopyObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { createTemporaryPlace } from '../src/storage/temporary-database.ts';
import { bucketCredentials, startBucketServer } from './bucket-server.ts';
import { invoiceText } from './extraction-calls.ts';
import { findPostgresPrograms } from './postgres-cluster.ts';
import { call, results, startServerProcess, upload } from './server-process.ts';

const run = promisify(execFile);
const programs = findPostgresPrograms();
const skip =
  process.env.TEST_DATABASE_URL === undefined
    ? 'runs on PostgreSQL only: npm run test:postgres, with apt-get install postgresql'
    : (programs === undefined || !existsSync(join(programs, 'pg_dump'))) &&
      'pg_dump is not installed (apt-get install postgresql-client)';
if (skip) process.stdout.write(`# no backup of PostgreSQL is tried: ${skip}\n`);

test('servers on a restored dump and a copied bucket have everything that was acknowledged before the dump', {
  skip,
}, async () => {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-dump-')));
  const { location } = stack.use(await createTemporaryPlace(folder.path));
  const { endpoint, client } = stack.use(await startBucketServer(['first', 'second']));
  const settings = (database: string, bucket: string) => ({
    DATABASE_URL: database,
    BLOBS_URL: `s3://${bucket}?endpoint=${endpoint}`,
    ...bucketCredentials,
    READERS: '1',
  });

  const server = stack.use(await startServerProcess(join(folder.path, 'one'), settings(location, 'first')));
  const { json } = await call(server.url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: {
      name: 'Kept',
      documentTypes: [
        { name: 'Invoice', description: 'Bill', uniqueWords: ['amount due'] },
        { name: 'Receipt', description: 'Proof of payment', uniqueWords: ['cash'] },
      ],
    },
  });
  const { classificationId } = json;
  const early = await upload(server.url, classificationId, [['early.txt', invoiceText(1)]]);
  await results(server.url, classificationId, early.json.batchId);
  // Most of these wait or are worked on while the dump is made.
  const pile = Array.from({ length: 40 }, (_, index) => [`${index}.txt`, invoiceText(index)] as const);
  const late = await upload(server.url, classificationId, pile);
  const dump = join(folder.path, 'mailroom.dump');
  await run(join(programs!, 'pg_dump'), ['--format', 'custom', '--file', dump, location]);
  await upload(server.url, classificationId, [['after.txt', invoiceText(9)]]);
  const { Contents: blobs = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'first' }));
  for (const { Key } of blobs) {
    await client.send(new CopyObjectCommand({ Bucket: 'second', Key, CopySource: `first/${Key}` }));
  }
  await server.kill();

  const restored = `${location}_restored`;
  const name = new URL(restored).pathname.slice(1);
  await run(join(programs!, 'createdb'), ['--maintenance-db', location, '--template', 'template0', name]);
  stack.defer(async () => {
    await run(join(programs!, 'dropdb'), ['--force', '--maintenance-db', location, name]);
  });
  const target = ['--no-owner', '--exit-on-error', '--dbname', restored];
  await run(join(programs!, 'pg_restore'), [...target, dump]);
  const again = settings(restored, 'second');
  await using other = await startServerProcess(join(folder.path, 'other'), again);
  for (const { json: uploaded } of [early, late]) {
    const { files } = await results(other.url, classificationId, uploaded.batchId);
    assert.deepEqual(
      files.map(({ fileId, status, result }: any) => [fileId, status, result?.documentType]),
      uploaded.files.map(({ fileId }: any) => [fileId, 'processed', 'Invoice']),
    );
    // A link that was given before opens: the signing key is in the dump, and the bytes are in the copy.
    const { pathname, search } = new URL(uploaded.files[0].url);
    assert.match(await (await fetch(`${other.url}${pathname}${search}`)).text(), /^INVOICE/);
  }
});
