/** What published clients do, and what would break them: section by section of docs/compatibility.md. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import axios from 'axios';
import {
  call,
  classifications,
  createSomeClassification,
  fail,
  finish,
  type Json,
  listen,
  openTestApp,
  post,
  someTypes,
  type TestApp,
  upload,
} from './api-app.ts';

async function uploadOne(app: TestApp) {
  const classificationId = await createSomeClassification(app);
  const { json } = await upload(app, { classificationId }, [{ name: 'a.txt', content: 'a' }]);
  return { classificationId, batchId: json.batchId as string, fileId: json.files[0].fileId as string };
}

test('files is never sent while waiting: clients take it as the end', async () => {
  await using app = await openTestApp();
  const { fileId, ...ids } = await uploadOne(app);
  for (const body of [ids, { ...ids, fileId }]) {
    const { json } = await call(app, 'POST', `${classifications}/getResults`, body);
    assert.deepEqual(Object.keys(json), ['status', 'classificationId', 'batchId']);
  }
});

test('no success has a top-level error: clients take it as a failure', async () => {
  await using app = await openTestApp();
  const ids = await uploadOne(app);
  await fail(app, ids.fileId);
  const answers = [
    await call(app, 'POST', `${classifications}/getResults`, ids),
    await call(app, 'POST', `${classifications}/viewClassification`, ids),
    await call(app, 'GET', '/api/v1/credits'),
    await call(app, 'DELETE', `${classifications}/deleteBatch`, ids),
  ];
  for (const { status, json } of answers) {
    assert.equal(status, 200);
    assert.ok(!('error' in json));
  }
});

test('an upload without a boundary in its header is read', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const body = [
    '--xyz',
    'Content-Disposition: form-data; name="classificationId"',
    '',
    classificationId,
    '--xyz',
    'Content-Disposition: form-data; name="files"; filename="a.txt"',
    'Content-Type: application/octet-stream',
    '',
    'hello',
    '--xyz--',
    '',
  ].join('\r\n');
  const { status, json } = await post(app, { 'content-type': 'multipart/form-data' }, body);
  assert.equal(status, 200);
  assert.equal(json.files[0].fileName, 'a.txt');
});

test('DELETE takes a JSON body', async () => {
  await using app = await openTestApp();
  const url = await listen(app);
  const classificationId = await createSomeClassification(app);
  const headers = { Authorization: `Bearer ${app.key}` };
  const deleted = await axios.delete(`${url}${classifications}/deleteClassification`, {
    headers,
    data: { classificationId },
  });
  assert.equal(deleted.status, 200);
  assert.equal(deleted.data.message, 'Classification deleted');
});

test('axios.delete(url, details, { headers }), as one published sample has it, deletes nothing', async () => {
  await using app = await openTestApp();
  const url = await listen(app);
  const classificationId = await createSomeClassification(app);
  // The third argument is ignored by axios: neither body nor key are sent.
  const stray = axios.delete as (...args: unknown[]) => Promise<{ status: number; data: Json }>;
  const { status, data } = await stray(`${url}${classifications}/deleteClassification`, {
    classificationId,
    validateStatus: () => true,
  });
  assert.equal(status, 401);
  assert.equal(data.status, 'error');
  const { json } = await call(app, 'POST', `${classifications}/viewClassification`, { classificationId });
  assert.equal(json.status, 'success');
});

test('a base URL with a slash at its end, and a path with one, are answered without a redirect', async () => {
  await using app = await openTestApp();
  const body = { classificationDetails: { name: 'Inbox', documentTypes: someTypes } };
  for (const url of [
    '/api/v1//documentClassification/createClassification',
    '/api/v1/documentClassification/createClassification/',
  ]) {
    assert.equal((await call(app, 'POST', url, body)).status, 200, url);
  }
  assert.equal((await call(app, 'GET', '/api/v1/credits/')).status, 200);
});

test('a browser may ask: the preflight needs no key', async () => {
  await using app = await openTestApp();
  for (const method of ['POST', 'PATCH', 'DELETE']) {
    const preflight = await app.app.inject({
      method: 'OPTIONS',
      url: `${classifications}/getResults`,
      headers: {
        origin: 'https://client.example',
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    assert.equal(preflight.statusCode, 204);
    assert.equal(preflight.headers['access-control-allow-origin'], '*');
    assert.match(String(preflight.headers['access-control-allow-methods']), new RegExp(method));
    assert.equal(preflight.headers['access-control-allow-headers'], 'authorization,content-type');
  }
  const refused = await app.app.inject({
    method: 'POST',
    url: `${classifications}/getResults`,
    headers: { origin: 'https://client.example' },
  });
  assert.equal(refused.statusCode, 401);
  assert.equal(refused.headers['access-control-allow-origin'], '*', 'the page must be able to read why');
});

test('files, files[] and files[0] are all files', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const { json } = await upload(app, { classificationId, batchId: '' }, [
    { field: 'files', name: '1.txt', content: '1' },
    { field: 'files[]', name: '2.txt', content: '2' },
    { field: 'files[0]', name: '3.txt', content: '3' },
  ]);
  assert.deepEqual(
    json.files.map((file: Json) => file.fileName),
    ['1.txt', '2.txt', '3.txt'],
  );
});

test('getResults as a form, and JSON without its header, are read', async () => {
  await using app = await openTestApp();
  const { classificationId, batchId } = await uploadOne(app);
  const ask = async (contentType: string | undefined, payload: string) => {
    const response = await app.app.inject({
      method: 'POST',
      url: `${classifications}/getResults`,
      headers: {
        authorization: `Bearer ${app.key}`,
        ...(contentType && { 'content-type': contentType }),
      },
      payload,
    });
    return response.json().status;
  };
  const json = JSON.stringify({ classificationId, batchId });
  const form = String(new URLSearchParams({ classificationId, batchId }));
  assert.equal(await ask('application/x-www-form-urlencoded', form), 'waiting');
  assert.equal(await ask('application/x-www-form-urlencoded', json), 'waiting');
  assert.equal(await ask('text/plain;charset=UTF-8', json), 'waiting');
  assert.equal(await ask('application/json; charset=utf-8', `\ufeff${json}`), 'waiting');
});

test('GET with a JSON header and no body is answered', async () => {
  await using app = await openTestApp();
  const { status, json } = await call(app, 'GET', '/api/v1/credits');
  assert.equal(status, 200);
  assert.equal(json.status, 'ok');
});

test('types as sloppy clients send them are taken', async () => {
  await using app = await openTestApp();
  const { status, json } = await call(app, 'POST', `${classifications}/createClassification`, {
    webhookUrl: 'https://client.example',
    classificationDetails: {
      name: 'Inbox',
      description: null,
      documentTypes: [
        { name: 'Invoice', uniqueWords: 'bill to', color: 'red' },
        { name: 'Receipt', description: '', uniqueWords: null, extractionId: '' },
      ],
    },
  });
  assert.equal(status, 200);
  const { classificationId } = json;
  const view = await call(app, 'POST', `${classifications}/viewClassification`, { classificationId });
  assert.deepEqual(view.json.classificationDetails.documentTypes, [
    { name: 'Invoice', description: '', uniqueWords: ['bill to'] },
    { name: 'Receipt', description: '', uniqueWords: [] },
  ]);
});

test('fileIds may be called fileIds[], and may be a single text', async () => {
  await using app = await openTestApp();
  for (const name of ['fileIds', 'fileIds[]']) {
    const { classificationId, batchId, fileId } = await uploadOne(app);
    const { status } = await call(app, 'DELETE', `${classifications}/deleteFiles`, {
      classificationId,
      batchId,
      [name]: fileId,
    });
    assert.equal(status, 200, name);
  }
});

test('each delete tells a number as deletedAt: one client demands it', async () => {
  await using app = await openTestApp();
  const { classificationId, batchId, fileId } = await uploadOne(app);
  const ids = { classificationId, batchId };
  for (const [path, body] of [
    ['deleteFiles', { ...ids, fileIds: [fileId] }],
    ['deleteBatch', ids],
    ['deleteClassification', { classificationId }],
  ] as const) {
    const { json } = await call(app, 'DELETE', `${classifications}/${path}`, body);
    assert.equal(typeof json.deletedAt, 'number', path);
  }
});

test('polling without a pause is answered', async () => {
  await using app = await openTestApp();
  const ids = await uploadOne(app);
  for (let poll = 0; poll < 100; poll += 1) {
    assert.equal((await call(app, 'POST', `${classifications}/getResults`, ids)).status, 200);
  }
  await finish(app, ids.fileId, 'Invoice');
  assert.equal((await call(app, 'POST', `${classifications}/getResults`, ids)).json.status, 'success');
});

test('the texts and the 400 of what does not exist are the ones that clients know', async () => {
  await using app = await openTestApp();
  const { classificationId, batchId, fileId } = await uploadOne(app);
  const other = await uploadOne(app);
  const cases: readonly (readonly [Parameters<typeof call>[1], string, Json, string])[] = [
    ['POST', 'viewClassification', { classificationId: 'x' }, 'Classification does not exist'],
    [
      'PATCH',
      'updateClassification',
      { classificationId: 'x', classificationDetails: {} },
      'Classification does not exist',
    ],
    ['DELETE', 'deleteClassification', { classificationId: 'x' }, 'Classification does not exist'],
    ['POST', 'getResults', { classificationId: 'x', batchId }, 'Classification does not exist'],
    ['POST', 'getResults', { classificationId, batchId: 'x' }, 'Batch does not exist'],
    ['POST', 'getResults', { classificationId, batchId: other.batchId }, 'Batch does not exist'],
    ['POST', 'getResults', { classificationId, batchId, fileId: 'x' }, 'File does not exist'],
    ['POST', 'getResults', { classificationId, batchId, fileId: other.fileId }, 'File does not exist'],
    ['DELETE', 'deleteBatch', { classificationId, batchId: other.batchId }, 'Batch does not exist'],
    ['DELETE', 'deleteFiles', { classificationId, batchId, fileIds: [other.fileId] }, 'File does not exist'],
  ];
  for (const [method, path, body, message] of cases) {
    const { status, raw } = await call(app, method, `${classifications}/${path}`, body);
    assert.equal(status, 400, path);
    assert.equal(raw, JSON.stringify({ status: 'error', message }), path);
  }
  const stillThere = await call(app, 'POST', `${classifications}/getResults`, {
    classificationId,
    batchId,
    fileId,
  });
  assert.equal(stillThere.json.status, 'waiting');
});
