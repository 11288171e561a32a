import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import {
  call,
  classifications,
  createSomeClassification,
  type Json,
  listen,
  openTestApp,
  post,
  upload,
} from './api-app.ts';
import { until } from './server-process.ts';

const body = (...parts: readonly (readonly [string, string])[]) =>
  Buffer.from(
    `${parts.map(([headers, content]) => `--b\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${content}\r\n`).join('')}--b--\r\n`,
    'latin1',
  );
const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
const file = (name: string, content: string) => [`name="files"; filename="${name}"`, content] as const;

test('an upload is stored whole before it is answered, and wakes the queue once', async () => {
  await using app = await openTestApp({}, async (path, name) => (name === 'two.pdf' && path ? 2 : 1));
  const classificationId = await createSomeClassification(app);
  const content = Buffer.from(Array.from({ length: 90_000 }, (_, index) => index % 251));
  const { status, json } = await upload(app, { classificationId }, [
    { name: 'two.pdf', content },
    { name: 'empty.txt', content: '' },
  ]);
  assert.equal(status, 200);
  assert.deepEqual(
    json.files.map((each: Json) => [each.fileName, each.numberOfPages]),
    [
      ['two.pdf', 2],
      ['empty.txt', 1],
    ],
  );
  assert.equal(app.wakes(), 1);
  const response = await app.app.inject({
    url: new URL(json.files[0].url).href.replace('http://mailroom.test', ''),
  });
  assert.deepEqual(response.rawPayload, content);
});

test('many files, small and large, keep their order and their bytes', async () => {
  await using app = await openTestApp({ fileBytesMax: 1_000_000, filesPerUploadMax: 100 });
  const classificationId = await createSomeClassification(app);
  const files = Array.from({ length: 60 }, (_, index) => ({
    name: `${index}.txt`,
    content: Buffer.alloc(index % 10 === 0 ? 600_000 : index * 50, `file ${index} `),
  }));
  const { json } = await upload(app, { classificationId }, files);
  const stored = await app.database.selectFrom('files').selectAll().orderBy('position').execute();
  assert.deepEqual(
    stored.map((row) => [row.name, row.bytes, row.sha256]),
    files.map(({ name, content }) => [name, content.length, hash('sha256', content)]),
  );
  assert.deepEqual(
    json.files.map((each: Json) => each.fileName),
    files.map(({ name }) => name),
  );
});

test('the classification may come after the files', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const payload = body(file('a.txt', 'a'), ['name="classificationId"', classificationId]);
  assert.equal((await post(app, multipart, payload)).status, 200);
});

test('names are echoed as the user knows them', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const utf8 = Buffer.from('Zürich 請求書 (1).pdf').toString('latin1');
  const payload = body(
    ['name="classificationId"', classificationId],
    file(utf8, '1'),
    file('Gr\u00fc\u00dfe.pdf', '2'),
    file('../../etc/passwd', '3'),
    [`name="files"; filename="x"; filename*=UTF-8''%E2%82%AC.pdf`, '4'],
  );
  const { json } = await post(app, multipart, payload);
  assert.deepEqual(
    json.files.map((each: Json) => each.fileName),
    ['Zürich 請求書 (1).pdf', 'Grüße.pdf', 'passwd', '€.pdf'],
  );
});

test('what is refused leaves nothing', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const target = ['name="classificationId"', classificationId] as const;
  const small = file('small.txt', 'ok');
  const cases: readonly (readonly [number, RegExp, Buffer | string, Record<string, string>?])[] = [
    [
      413,
      /"big.txt" has more than 100000 bytes; nothing/,
      body(target, small, file('big.txt', 'x'.repeat(100_001))),
    ],
    [413, /at most 5|5 files at most/, body(target, ...Array.from({ length: 6 }, () => small))],
    [413, /text part note has more than/, body(target, small, ['name="note"', 'x'.repeat(5000)])],
    [400, /^files is required/, body(target)],
    [400, /^files is required/, body(target, file('', ''))],
    [400, /^classificationId is required/, body(small)],
    [400, /^Classification does not exist$/, body(['name="classificationId"', 'x'], small)],
    [400, /^Classification does not exist$/, body(small, ['name="classificationId"', 'x'])],
    [400, /^Batch does not exist$/, body(target, ['name="batchId"', 'x'], small)],
    [
      400,
      /in a part named "files", not "document"/,
      body(target, small, ['name="document"; filename="a"', 'a']),
    ],
    [400, /has no name/, body(target, small, ['filename="a"', 'a'])],
    [400, /ended before its closing boundary/, body(target, small).subarray(0, -10)],
    [400, /does not begin with its boundary/, 'x'.repeat(50_000)],
    [400, /multipart\/form-data/, '{}', { 'content-type': 'application/json' }],
    [415, /multipart\/form-data/, 'x', { 'content-type': 'application/pdf' }],
  ];
  for (const [status, message, payload, headers] of cases) {
    const answer = await post(app, headers ?? multipart, payload);
    assert.equal(answer.status, status, answer.raw);
    assert.deepEqual(Object.keys(answer.json), ['status', 'message']);
    assert.match(answer.json.message, message);
    assert.equal(await app.blobCount(), 0, answer.json.message);
  }
  const left = await app.database.selectFrom('files').select('id').execute();
  assert.deepEqual(left, []);
  assert.equal(app.wakes(), 0);
});

test('an upload to another workspace’s classification is refused like one to none', async () => {
  await using mine = await openTestApp();
  await using theirs = await openTestApp();
  const classificationId = await createSomeClassification(theirs);
  const { status, json } = await upload(mine, { classificationId }, [{ name: 'a', content: 'a' }]);
  assert.equal(status, 400);
  assert.equal(json.message, 'Classification does not exist');
});

test('a refused client that is still sending gets to read the answer', async () => {
  await using app = await openTestApp();
  const url = await listen(app);
  const form = new FormData();
  form.set('classificationId', await createSomeClassification(app));
  form.append('files', new Blob([Buffer.alloc(30_000_000)]), 'big.bin');
  const response = await fetch(`${url}${classifications}/uploadFiles`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.key}` },
    body: form,
  });
  assert.equal(response.status, 413);
  assert.match(((await response.json()) as Json).message, /"big.bin" has more than/);
});

test('an upload that breaks off leaves nothing', async () => {
  await using app = await openTestApp();
  const { port } = new URL(await listen(app));
  const classificationId = await createSomeClassification(app);
  const payload = body(
    ['name="classificationId"', classificationId],
    file('a.txt', 'whole'),
    file('b.txt', 'half'),
  );
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    [
      `POST ${classifications}/uploadFiles HTTP/1.1`,
      'Host: x',
      `Authorization: Bearer ${app.key}`,
      'Content-Type: multipart/form-data; boundary=b',
      'Content-Length: 1000000',
      '',
      '',
    ].join('\r\n'),
  );
  socket.write(payload.subarray(0, -12));
  // The first file is stored once the server has come to the second.
  await until('the first file', async () => ((await app.blobCount()) === 1 ? true : undefined));
  socket.destroy();
  await once(socket, 'close');
  await until('the clean-up', async () => ((await app.blobCount()) === 0 ? true : undefined));
  assert.deepEqual(await app.database.selectFrom('batches').select('id').execute(), []);
});

test('deleting removes rows and bytes, and nothing else', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const first = await upload(app, { classificationId }, [
    { name: 'a', content: 'a' },
    { name: 'b', content: 'b' },
  ]);
  const { batchId, files } = first.json;
  await upload(app, { classificationId }, [{ name: 'c', content: 'c' }]);
  const remove = (path: string, ids: Json) => call(app, 'DELETE', `${classifications}/${path}`, ids);
  await remove('deleteFiles', { classificationId, batchId, fileIds: [files[0].fileId, 'unknown'] });
  assert.equal(await app.blobCount(), 2);
  await remove('deleteBatch', { classificationId, batchId });
  assert.equal(await app.blobCount(), 1);
  await remove('deleteClassification', { classificationId });
  assert.equal(await app.blobCount(), 0);
});
