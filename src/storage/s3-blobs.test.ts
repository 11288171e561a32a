import assert from 'node:assert/strict';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { blobsContract } from './blobs.contract.ts';
import { openS3Blobs } from './s3-blobs.ts';

/** Another store than the one in this process: `TEST_S3_ENDPOINT=http://… AWS_ACCESS_KEY_ID=… node --test …`. */
const given = process.env.TEST_S3_ENDPOINT;
process.env.AWS_ACCESS_KEY_ID ??= 'test';
process.env.AWS_SECRET_ACCESS_KEY ??= 'test';

let server: FauxqsServer | undefined;
let endpoint: string;
let buckets = 0;
before(async () => {
  if (given === undefined) server = await startFauxqs({ port: 0, logger: false });
  endpoint = given ?? `http://127.0.0.1:${server!.port}`;
});
after(() => server?.stop());

blobsContract(open);

test('a bucket that cannot be used is refused at the start, by its name', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-'));
  const url = `s3://no-such-bucket?endpoint=${endpoint}`;
  await assert.rejects(openS3Blobs(url, folder.path), { code: 'unavailable', message: /no-such-bucket/ });
});

test('a store that fails is asked again, and one that stays away is told by its own code', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-'));
  let puts = 0;
  let failing = 1;
  let size = 0;
  const store = createServer(async (request, response) => {
    let bytes = 0;
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    if (request.method !== 'PUT') return response.writeHead(200, { 'content-length': size }).end();
    puts += 1;
    size = bytes;
    response.writeHead(puts <= failing ? 500 : 200).end();
  }).listen(0, '127.0.0.1');
  await new Promise((done) => store.once('listening', done));
  const url = `s3://bucket?endpoint=http://127.0.0.1:${(store.address() as AddressInfo).port}`;
  using blobs = await openS3Blobs(url, folder.path);
  const put = () => blobs.put([Buffer.from('a letter')], { bytesMax: 100 });
  assert.equal((await put()).size, 8);
  assert.equal(puts, 2);
  failing = Number.POSITIVE_INFINITY;
  await assert.rejects(put(), { code: 'unavailable' });
  store.closeAllConnections();
  store.close();
  await assert.rejects(put(), { code: 'unavailable' });
  assert.deepEqual(await readdir(folder.path), []);
});

async function open() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-'));
  const bucket = `mailroom-${process.pid}-${buckets++}`;
  using client = disposable(
    new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    }),
  );
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const blobs = await openS3Blobs(
    `s3://${bucket}/some/prefix?endpoint=${endpoint}&region=us-east-1`,
    folder.path,
  );
  return {
    blobs,
    unfinished: () => readdir(folder.path),
    async [Symbol.asyncDispose]() {
      blobs[Symbol.dispose]();
      await folder.remove();
    },
  };
}

function disposable(client: S3Client): S3Client & Disposable {
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}
