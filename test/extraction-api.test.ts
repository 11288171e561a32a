/** The data-extraction API, shape by shape, and what published clients do to it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  call,
  classifications,
  fail,
  finish,
  finishExtracted,
  type Json,
  openTestApp,
  post,
  type TestApp,
  type UploadFile,
  upload,
} from './api-app.ts';

const details = {
  name: 'CVs',
  language: 'English',
  fields: [{ description: '', example: '', key: 'name' }],
};

const ask = (app: TestApp, name: string, body: unknown) => call(app, 'POST', `/api/v1/${name}`, body);

async function create(app: TestApp, changes: object = {}): Promise<string> {
  const { json } = await ask(app, 'createExtraction', { extractionDetails: { ...details, ...changes } });
  return json.extractionId;
}

const one: UploadFile[] = [{ name: 'a.txt', content: 'a' }];
const send = (app: TestApp, fields: Readonly<Record<string, string>>, files = one) =>
  upload(app, fields, files, '/api/v1/uploadFiles');

async function uploadOne(app: TestApp) {
  const extractionId = await create(app);
  const { json } = await send(app, { extractionId });
  return { extractionId, batchId: json.batchId as string, fileId: json.files[0].fileId as string };
}

test('createExtraction and updateExtraction answer exactly', async () => {
  await using app = await openTestApp();
  const created = await ask(app, 'createExtraction', { extractionDetails: details });
  assert.equal(created.status, 200);
  assert.deepEqual(Object.keys(created.json), ['status', 'createdAt', 'extractionId']);
  assert.equal(created.json.status, 'created');
  assert.ok(Number.isInteger(created.json.createdAt));
  const { extractionId } = created.json;
  const body = { extractionId, extractionDetails: { options: { hasTable: true } } };
  const updated = await call(app, 'PATCH', '/api/v1/updateExtraction', body);
  assert.deepEqual(Object.keys(updated.json), ['status', 'updatedAt', 'extractionId']);
  assert.equal(updated.json.status, 'updated');
  const { json } = await ask(app, 'viewExtraction', { extractionId });
  assert.deepEqual(json, {
    extractionId,
    extractionDetails: { ...details, options: { hasTable: true }, status: 'no batches', batches: {} },
  });
});

test('viewExtraction has a live object of batches, each with a text as its start', async () => {
  await using app = await openTestApp();
  const { extractionId, batchId, fileId } = await uploadOne(app);
  const view = async () =>
    (await ask(app, 'viewExtraction', { extractionId })).json.extractionDetails as Json;
  const before = await view();
  assert.equal(before.status, 'has batches');
  assert.deepEqual(Object.keys(before.batches[batchId]), ['filesNo', 'origin', 'startTime', 'status']);
  const { startTime, ...rest } = before.batches[batchId];
  assert.equal(typeof startTime, 'string');
  assert.deepEqual(rest, { filesNo: 1, origin: 'api', status: 'waiting' });
  await finishExtracted(app, fileId);
  assert.equal((await view()).batches[batchId].status, 'finished');
  await send(app, { extractionId, batchId });
  assert.deepEqual((await view()).batches[batchId], {
    filesNo: 2,
    origin: 'api',
    startTime,
    status: 'waiting',
  });
});

test('getBatchResults: waiting without files, then no status, failed files with their reason', async () => {
  await using app = await openTestApp();
  const { fileId, ...ids } = await uploadOne(app);
  const second = await send(app, ids, [{ name: 'b.txt', content: 'b' }]);
  for (const body of [ids, { ...ids, fileId }]) {
    const { status, json } = await ask(app, 'getBatchResults', body);
    assert.equal(status, 200);
    assert.deepEqual(json, { status: 'waiting', ...ids });
  }
  await finishExtracted(app, fileId, { name: 'Jo', skills: [] });
  const early = await ask(app, 'getBatchResults', { ...ids, fileId });
  assert.deepEqual(Object.keys(early.json), ['extractionId', 'batchId', 'fileId', 'files']);
  assert.equal((await ask(app, 'getBatchResults', ids)).json.status, 'waiting');
  await fail(app, second.json.files[0].fileId);
  const { json } = await ask(app, 'getBatchResults', ids);
  assert.deepEqual(Object.keys(json), ['extractionId', 'batchId', 'files']);
  const [processed, failed] = json.files;
  assert.deepEqual(Object.keys(processed), ['fileId', 'fileName', 'status', 'result', 'url']);
  assert.deepEqual(processed.result, { name: 'Jo', skills: [] });
  assert.deepEqual(Object.keys(failed), ['fileId', 'fileName', 'status', 'error', 'url']);
  assert.deepEqual([failed.status, failed.error], ['failed', 'The file is damaged']);
});

test('BATCH_RESULTS_STATUS=processed is for the one client that reads status without looking', async () => {
  await using app = await openTestApp({ batchResultsStatus: 'processed' });
  const { fileId, ...ids } = await uploadOne(app);
  await finishExtracted(app, fileId);
  const { json } = await ask(app, 'getBatchResults', ids);
  assert.deepEqual(Object.keys(json), ['status', 'extractionId', 'batchId', 'files']);
  assert.equal(json.status, 'processed');
});

test('refusals have the texts that clients know', async () => {
  await using app = await openTestApp();
  const { extractionId, batchId } = await uploadOne(app);
  const message = async (name: string, body: unknown, method: 'POST' | 'PATCH' | 'DELETE' = 'POST') => {
    const { status, json } = await call(app, method, `/api/v1/${name}`, body);
    assert.deepEqual([status, json.status], [400, 'error']);
    return json.message;
  };
  const { language: _, ...silent } = details;
  assert.equal(await message('createExtraction', { extractionDetails: silent }), 'Language is required');
  assert.equal(
    await message('createExtraction', { extractionDetails: { ...details, language: '' } }),
    'Language is required',
  );
  const { name: _name, ...nameless } = details;
  assert.equal(
    await message('createExtraction', { extractionDetails: nameless }),
    'extractionDetails.name is required',
  );
  assert.equal(await message('viewExtraction', { extractionId: 'x' }), 'Extraction does not exist');
  assert.equal(await message('getBatchResults', { extractionId, batchId: 'x' }), 'Batch does not exist');
  assert.equal(
    await message('getBatchResults', { extractionId, batchId, fileId: 'x' }),
    'File does not exist',
  );
  assert.equal(await message('getBatchResults', { extractionId: 'x', batchId }), 'Extraction does not exist');
  assert.match(
    await message('createExtraction', { extractionDetails: { ...details, fields: [{ description: 'x' }] } }),
    /extractionDetails\.fields\[0\]\.key/,
  );
  const change = { extractionId: 'x', extractionDetails: { name: 'y' } };
  assert.equal(await message('updateExtraction', change, 'PATCH'), 'Extraction does not exist');
  const unknown = await send(app, { extractionId, batchId: 'x' });
  assert.deepEqual([unknown.status, unknown.json.message], [400, 'Batch does not exist']);
});

test('deleteExtraction deletes what was asked for and never more', async () => {
  await using app = await openTestApp();
  const { extractionId, batchId, fileId } = await uploadOne(app);
  await send(app, { extractionId, batchId });
  const other = await send(app, { extractionId });
  const remove = async (body: object) => call(app, 'DELETE', '/api/v1/deleteExtraction', body);
  for (const body of [
    { extractionId, fileId },
    { extractionId, batchId: '' },
    { extractionId, batchId: null },
    { extractionId, batchId: 'unknown' },
    { extractionId, batchId, fileId: '' },
    { extractionId, batchId: other.json.batchId, fileId },
    { fileId },
    {},
  ]) {
    const { status, json } = await remove(body);
    assert.deepEqual([status, json.status], [400, 'error'], JSON.stringify(body));
  }
  const batches = async () => {
    const { json } = await ask(app, 'viewExtraction', { extractionId });
    return json.extractionDetails.batches as Json;
  };
  assert.deepEqual([(await batches())[batchId].filesNo, await app.blobCount()], [2, 3]);
  const answer = await remove({ extractionId, batchId, fileId });
  assert.deepEqual(Object.keys(answer.json), ['status', 'deletedAt']);
  assert.equal(answer.json.status, 'deleted');
  assert.deepEqual([(await batches())[batchId].filesNo, await app.blobCount()], [1, 2]);
  await remove({ extractionId, batchId });
  assert.deepEqual(Object.keys(await batches()), [other.json.batchId]);
  await remove({ extractionId });
  assert.equal((await ask(app, 'viewExtraction', { extractionId })).status, 400);
  assert.equal(await app.blobCount(), 0);
});

test('what real clients send is taken: maps, children, any language, unknown keys, a text for a flag', async () => {
  await using app = await openTestApp();
  const fields = [
    { key: 'personal', type: 'object', properties: { name: { description: 'Full name', example: '' } } },
    { key: "MEMBER'S SSN", description: null },
    { key: 'jobs', type: 'array', items: { type: 'object', children: [{ key: 'title' }] } },
  ];
  const extractionId = await create(app, {
    fields,
    language: 'Klingon',
    webhookUrl: 'https://example.com',
    options: { hasTable: 'true', unheard: 1 },
  });
  const { json } = await ask(app, 'viewExtraction', { extractionId });
  assert.deepEqual(json.extractionDetails.fields, fields);
  assert.deepEqual(json.extractionDetails.options, { hasTable: true, unheard: 1 });
  const mapped = await create(app, { fields: { name: { description: 'Name' }, city: 'City' } });
  const view = await ask(app, 'viewExtraction', { extractionId: mapped });
  assert.deepEqual(view.json.extractionDetails.fields, [
    { key: 'name', description: 'Name' },
    { key: 'city', description: 'City' },
  ]);
});

test('options that have no effect say so; a page range is checked in both of its forms', async () => {
  await using app = await openTestApp();
  const answer = async (options: object) =>
    (await ask(app, 'createExtraction', { extractionDetails: { ...details, options } })).json;
  const { warnings } = await answer({ hasVisuals: 'true', handwrittenTextRecognition: true });
  assert.deepEqual(
    warnings.map((warning: string) => warning.split(' ')[0]),
    ['hasVisuals', 'handwrittenTextRecognition'],
  );
  const honoured = { hasTable: true, checkboxRecognition: true, longDocument: true, splitPdfPages: true };
  assert.ok(!('warnings' in (await answer({ hasVisuals: false, ...honoured }))));
  const range = { specificPageProcessingOptions: { from: 1, to: 3 } };
  assert.equal((await answer({ specificPageProcessing: true, ...range })).status, 'created');
  assert.equal((await answer({ specificPageProcessing: true, from: 2, to: 2 })).status, 'created');
  assert.equal(
    (await answer({ specificPageProcessing: false, specificPageProcessingOptions: null })).status,
    'created',
  );
  assert.match((await answer({ specificPageProcessing: true })).message, /"from": 1/);
  assert.match((await answer({ specificPageProcessing: true, from: 3, to: 2 })).message, /to not before/);
});

test('an upload without a boundary in its header, and results asked for by a form, are taken', async () => {
  await using app = await openTestApp();
  const extractionId = await create(app);
  const body = [
    '--xyz',
    'Content-Disposition: form-data; name="extractionId"',
    'Content-Type: text/plain; charset=UTF-8',
    '',
    extractionId,
    '--xyz',
    'Content-Disposition: form-data; name="files"; filename="a.txt"',
    'Content-Type: application/octet-stream',
    '',
    'hello',
    '--xyz--',
    '',
  ].join('\r\n');
  const headers = { 'content-type': 'multipart/form-data' };
  const { status, json } = await post(app, headers, body, '/api/v1/uploadFiles');
  assert.equal(status, 200);
  const form = await app.app.inject({
    method: 'POST',
    url: '/api/v1/getBatchResults',
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ extractionId, batchId: json.batchId }).toString(),
  });
  assert.equal(form.json().status, 'waiting');
});

test('a type may link only to an extraction that exists; the refusal names the id', async () => {
  await using app = await openTestApp({ acceptUnknownExtractions: false });
  const types = (extractionId: string) => [{ name: 'Invoice', extractionId }];
  const make = (documentTypes: object[]) =>
    call(app, 'POST', `${classifications}/createClassification`, {
      classificationDetails: { name: 'Inbox', documentTypes },
    });
  const refused = await make(types('invoiceExtractionId'));
  assert.equal(refused.status, 400);
  assert.match(refused.json.message, /"invoiceExtractionId"/);
  const extractionId = await create(app);
  const { json } = await make(types(extractionId));
  const change = (documentTypes: object[]) =>
    call(app, 'PATCH', `${classifications}/updateClassification`, {
      classificationId: json.classificationId,
      classificationDetails: { documentTypes },
    });
  assert.equal((await change(types('nowhere'))).status, 400);
  await call(app, 'DELETE', '/api/v1/deleteExtraction', { extractionId });
  assert.equal((await change([...types(extractionId), { name: 'Receipt' }])).status, 200);
});

test('the linked file is there as soon as the classified one is processed; blobs go with the last row', async () => {
  await using app = await openTestApp();
  const extractionId = await create(app);
  const { json: created } = await call(app, 'POST', `${classifications}/createClassification`, {
    classificationDetails: { name: 'Inbox', documentTypes: [{ name: 'Invoice', extractionId }] },
  });
  const { classificationId } = created;
  const uploaded = await upload(app, { classificationId }, [
    { name: 'a.txt', content: 'a' },
    { name: 'b.txt', content: 'b' },
  ]);
  const { batchId, files } = uploaded.json;
  await finish(app, files[0].fileId, 'Invoice', extractionId);
  const early = await call(app, 'POST', `${classifications}/getResults`, {
    classificationId,
    batchId,
    fileId: files[0].fileId,
  });
  // A file of the user's own in the linked batch takes the place that the next classified one would have.
  const linkedBatch = early.json.files[0].extraction.batchId;
  const own = await send(app, { extractionId, batchId: linkedBatch });
  await finish(app, files[1].fileId, 'Invoice', extractionId);
  const { json } = await call(app, 'POST', `${classifications}/getResults`, { classificationId, batchId });
  const links = json.files.map((file: Json) => file.extraction);
  assert.deepEqual(Object.keys(links[0]), ['extractionId', 'batchId', 'fileId']);
  assert.equal(links[0].batchId, links[1].batchId);
  const ids = { extractionId, batchId: links[0].batchId };
  assert.equal((await ask(app, 'getBatchResults', ids)).json.status, 'waiting');
  for (const { fileId } of [...links, ...own.json.files]) await finishExtracted(app, fileId);
  const order = (await ask(app, 'getBatchResults', ids)).json.files.map((file: Json) => file.fileId);
  assert.deepEqual(order, [links[0].fileId, own.json.files[0].fileId, links[1].fileId]);

  // One side, then the other: the shared originals go with the last of them.
  await call(app, 'DELETE', `${classifications}/deleteFiles`, {
    classificationId,
    batchId,
    fileIds: [files[0].fileId],
  });
  assert.equal(await app.blobCount(), 3);
  await call(app, 'DELETE', '/api/v1/deleteExtraction', ids);
  assert.equal(await app.blobCount(), 1);
  const rest = await call(app, 'POST', `${classifications}/getResults`, { classificationId, batchId });
  assert.deepEqual(
    rest.json.files.map((file: Json) => 'extraction' in file),
    [false],
  );
});

test("another workspace's extraction does not exist", async () => {
  await using app = await openTestApp();
  await using stranger = await openTestApp();
  const { extractionId, batchId } = await uploadOne(app);
  for (const name of ['viewExtraction', 'getBatchResults']) {
    const { status, json } = await ask(stranger, name, { extractionId, batchId });
    assert.deepEqual([status, json.message], [400, 'Extraction does not exist']);
  }
});
