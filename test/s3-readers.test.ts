/** Reader processes that see no more than they must, and originals that lie in a bucket. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { makeDemoDocuments } from '../fixtures/demo-documents.ts';
import { availableLayers } from '../src/engine/sandbox.ts';
import { bucketCredentials, startBucketServer } from './bucket-server.ts';
import { letter } from './house-letters.ts';
import { learningDesk } from './learning-desk.ts';
import { startDesk } from './v2-server.ts';

Object.assign(process.env, bucketCredentials);

test('held readers read, learn from and draw what lies in a bucket; what was learned is fetched once, not for each file', async () => {
  await using store = await startCountedStore();
  await using server = await startDesk({ BLOBS_URL: `s3://mailroom?endpoint=${store.url}` });
  const operations = await server.ask('GET', '/operations');
  assert.deepEqual(operations.json.sandbox, availableLayers());
  assert.equal(operations.json.sandbox.files, true);
  const desk = learningDesk(server);
  const id = await desk.make();
  for (const type of ['Form A', 'Form B'] as const) {
    await desk.addExamples(id, type, [letter(type, 1), letter(type, 2)]);
  }
  store.fetched.clear();
  const letters = Array.from({ length: 10 }, (_, index) =>
    letter(index % 2 ? 'Form A' : 'Form B', index + 10),
  );
  const files = await desk.answer(id, letters);
  assert.deepEqual(
    files.map(({ name, documentType }) => [name.slice(0, 6), documentType]),
    files.map(({ name }) => [name.slice(0, 6), name.slice(0, 6)]),
  );
  // An original may be fetched to count its pages and to be read.
  for (const [key, times] of store.fetched) assert.ok(times <= 2, `${key} was fetched ${times} times`);

  const [scan] = makeDemoDocuments(1).filter(({ name }) => name.endsWith('.pdf'));
  const [pdf] = await desk.answer(id, [{ name: scan!.name, bytes: Buffer.from(scan!.bytes) }]);
  const picture = await server.ask('GET', `/files/${pdf!.id}/pages/1/picture?width=200`);
  assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/webp']);
  assert.equal((await server.ask('GET', `/files/${pdf!.id}/original`)).status, 200);
});

/** A store behind a door that counts how often each object is fetched. */
async function startCountedStore() {
  await using stack = new AsyncDisposableStack();
  const store = stack.use(await startBucketServer());
  const fetched = new Map<string, number>();
  const door = createServer((asked, answer) => {
    const { method, url = '', headers } = asked;
    const key = url.split('?', 1)[0]!;
    if (method === 'GET' && key.length > '/mailroom/'.length) fetched.set(key, (fetched.get(key) ?? 0) + 1);
    const passed = request({ port: store.port, method, path: url, headers }, (response) => {
      answer.writeHead(response.statusCode!, response.headers);
      response.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  stack.defer(() => {
    door.closeAllConnections();
    door.close();
  });
  const owned = stack.move();
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    fetched: fetched as Map<string, number>,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
