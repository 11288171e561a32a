import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  call,
  classifications,
  createSomeClassification,
  fail,
  finish,
  openTestApp,
  someTypes,
  upload,
} from './api-app.ts';

const id = /^[\w-]{20}$/;
const isMilliseconds = (value: unknown) =>
  assert.ok(Number.isInteger(value) && Math.abs(Date.now() - Number(value)) < 60_000, `${value}`);

/** Keys in the order in which they stand in the text of the answer: parsing keeps it for keys like ours. */
const keys = (value: object) => Object.keys(value).join(' ');

test('every endpoint answers with exactly its keys, in their order, and exactly 200', async () => {
  await using app = await openTestApp();

  const created = await call(app, 'POST', `${classifications}/createClassification`, {
    classificationDetails: { name: 'Inbox', description: 'All mail', documentTypes: someTypes },
  });
  assert.equal(created.status, 200);
  assert.equal(keys(created.json), 'status createdAt classificationId');
  assert.equal(created.json.status, 'created');
  isMilliseconds(created.json.createdAt);
  assert.match(created.json.classificationId, id);
  const { classificationId } = created.json;

  const viewed = await call(app, 'POST', `${classifications}/viewClassification`, { classificationId });
  assert.equal(viewed.status, 200);
  assert.equal(
    viewed.raw,
    JSON.stringify({
      status: 'success',
      classificationId,
      classificationDetails: {
        createdAt: created.json.createdAt,
        name: 'Inbox',
        description: 'All mail',
        documentTypes: someTypes,
      },
    }),
  );

  const updated = await call(app, 'PATCH', `${classifications}/updateClassification`, {
    classificationId,
    classificationDetails: { name: 'Post' },
  });
  assert.equal(updated.status, 200);
  assert.equal(keys(updated.json), 'status updatedAt classificationId');
  assert.equal(updated.json.status, 'updated');
  isMilliseconds(updated.json.updatedAt);
  assert.equal(updated.json.classificationId, classificationId);

  const uploaded = await upload(app, { classificationId }, [
    { name: 'a.txt', content: 'a' },
    { name: 'b.txt', content: 'b' },
    { name: 'c.txt', content: 'c' },
  ]);
  assert.equal(uploaded.status, 200);
  assert.equal(keys(uploaded.json), 'status classificationId batchId files');
  assert.equal(uploaded.json.status, 'uploaded');
  assert.match(uploaded.json.batchId, /^[A-Za-z0-9]{25}$/);
  for (const file of uploaded.json.files) {
    assert.equal(keys(file), 'fileId fileName numberOfPages url');
    assert.match(file.fileId, id);
    assert.equal(file.numberOfPages, 1);
  }
  const { batchId } = uploaded.json;
  const [a, b, c] = uploaded.json.files.map((file: { fileId: string }) => file.fileId);

  const waiting = await call(app, 'POST', `${classifications}/getResults`, { classificationId, batchId });
  assert.equal(waiting.status, 200);
  assert.equal(waiting.raw, JSON.stringify({ status: 'waiting', classificationId, batchId }));

  await finish(app, a, 'Invoice');
  await finish(app, b, 'other');
  await fail(app, c);
  const finished = await call(app, 'POST', `${classifications}/getResults`, { classificationId, batchId });
  assert.equal(finished.status, 200);
  const [first, second, third] = finished.json.files;
  assert.equal(
    finished.raw,
    JSON.stringify({
      status: 'success',
      classificationId,
      batchId,
      files: [
        {
          fileId: a,
          fileName: 'a.txt',
          status: 'processed',
          result: { confidence: 0.9123, documentType: 'Invoice' },
          url: first.url,
        },
        {
          fileId: b,
          fileName: 'b.txt',
          status: 'processed',
          result: { confidence: 0.9123, documentType: 'other' },
          url: second.url,
        },
        { fileId: c, fileName: 'c.txt', status: 'failed', error: 'The file is damaged', url: third.url },
      ],
    }),
  );

  const one = await call(app, 'POST', `${classifications}/getResults`, {
    classificationId,
    batchId,
    fileId: b,
  });
  assert.equal(keys(one.json), 'status classificationId batchId fileId files');
  assert.equal(one.json.fileId, b);
  assert.deepEqual(
    one.json.files.map((file: { fileId: string }) => file.fileId),
    [b],
  );

  for (const [path, body, message] of [
    ['deleteFiles', { classificationId, batchId, fileIds: [a] }, 'Files deleted'],
    ['deleteBatch', { classificationId, batchId }, 'Batch deleted'],
    ['deleteClassification', { classificationId }, 'Classification deleted'],
  ] as const) {
    const deleted = await call(app, 'DELETE', `${classifications}/${path}`, body);
    assert.equal(deleted.status, 200);
    assert.equal(
      deleted.raw,
      JSON.stringify({ status: 'success', message, deletedAt: deleted.json.deletedAt }),
    );
    isMilliseconds(deleted.json.deletedAt);
  }

  const credits = await call(app, 'GET', '/api/v1/credits');
  assert.equal(credits.status, 200);
  assert.equal(credits.raw, '{"status":"ok","credits":1000000000}');
});

test('what was not given is absent, never null', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const { raw, json } = await call(app, 'POST', `${classifications}/viewClassification`, {
    classificationId,
  });
  assert.equal(keys(json.classificationDetails), 'createdAt name documentTypes');
  assert.equal(keys(json.classificationDetails.documentTypes[1]), 'name description uniqueWords');
  assert.doesNotMatch(raw, /null/);
});

test('a single file is there before its batch is', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const { json } = await upload(app, { classificationId }, [
    { name: 'a.txt', content: 'a' },
    { name: 'b.txt', content: 'b' },
  ]);
  const ask = (fileId?: string) =>
    call(app, 'POST', `${classifications}/getResults`, { classificationId, batchId: json.batchId, fileId });
  await finish(app, json.files[0].fileId, 'Receipt');
  assert.equal((await ask(json.files[0].fileId)).json.status, 'success');
  const waiting = await ask(json.files[1].fileId);
  assert.equal(waiting.raw, JSON.stringify({ status: 'waiting', classificationId, batchId: json.batchId }));
  assert.equal((await ask()).json.status, 'waiting');
});

test('a batch that gets more files waits again', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const { json } = await upload(app, { classificationId }, [{ name: 'a.txt', content: 'a' }]);
  const { batchId } = json;
  const status = async () =>
    (await call(app, 'POST', `${classifications}/getResults`, { classificationId, batchId })).json.status;
  await finish(app, json.files[0].fileId, 'Receipt');
  assert.equal(await status(), 'success');
  const more = await upload(app, { classificationId, batchId }, [{ name: 'b.txt', content: 'b' }]);
  assert.equal(more.json.batchId, batchId);
  assert.equal(await status(), 'waiting');
});

test('type names are lower-cased where the operator asks for it', async () => {
  await using app = await openTestApp({ lowerCaseTypes: true });
  const classificationId = await createSomeClassification(app);
  const { json } = await upload(app, { classificationId }, [{ name: 'a.txt', content: 'a' }]);
  await finish(app, json.files[0].fileId, 'Invoice');
  const { batchId } = json;
  const results = await call(app, 'POST', `${classifications}/getResults`, { classificationId, batchId });
  assert.equal(results.json.files[0].result.documentType, 'invoice');
});
