import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from 'typebox/schema';
import {
  call,
  classifications,
  finish,
  finishExtracted,
  type Json,
  listen,
  openTestApp,
  upload,
} from './api-app.ts';

const methods = ['get', 'post', 'patch', 'delete', 'put'];
const operations = (document: Json) =>
  Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    methods
      .filter((method) => item[method])
      .map((method) => ({ path, method, operation: item[method] as Json })),
  );

const misfits = (schema: Json, value: unknown) => Errors(schema, value)[1];

test('every route of the API is in the document', async () => {
  await using app = await openTestApp();
  const document = (await app.app.inject('/openapi.json')).json() as Json;
  assert.equal(document.openapi, '3.1.0');
  const v1 = operations(document).filter(({ path }) => path.startsWith('/api/v1/'));
  assert.deepEqual(
    v1.map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`),
    [
      'post /documentClassification/createClassification',
      'post /documentClassification/viewClassification',
      'patch /documentClassification/updateClassification',
      'post /documentClassification/uploadFiles',
      'post /documentClassification/getResults',
      'delete /documentClassification/deleteFiles',
      'delete /documentClassification/deleteBatch',
      'delete /documentClassification/deleteClassification',
      'post /createExtraction',
      'post /viewExtraction',
      'patch /updateExtraction',
      'delete /deleteExtraction',
      'post /uploadFiles',
      'post /getBatchResults',
      'get /credits',
    ],
  );
  const ids = operations(document).map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
});

test('every example in the document fits its schema', async () => {
  await using app = await openTestApp();
  const document = (await app.app.inject('/openapi.json')).json() as Json;
  let checked = 0;
  for (const { path, method, operation } of operations(document)) {
    if (!path.startsWith('/api/v1/')) continue;
    const contents = [operation.requestBody, ...Object.values(operation.responses)] as (Json | undefined)[];
    for (const media of contents.map((content) => content?.content?.['application/json'])) {
      if (media === undefined) continue;
      const examples = media.examples
        ? Object.values<Json>(media.examples).map(({ value }) => value)
        : [media.example];
      for (const example of examples) {
        assert.notEqual(example, undefined, `${method} ${path} lacks an example`);
        assert.deepEqual(misfits(media.schema, example), [], `${method} ${path}`);
        checked += 1;
      }
    }
  }
  assert.ok(checked > 50, `${checked} examples`);
});

test('every answer fits the strict schema of the document', async () => {
  await using app = await openTestApp();
  const document = (await app.app.inject('/openapi.json')).json() as Json;
  const check = (method: string, path: string, { status, json }: { status: number; json: Json }) => {
    const schema = document.paths[path][method].responses[status]?.content['application/json'].schema;
    assert.ok(schema, `${method} ${path} answers ${status}, which is not documented`);
    assert.equal(
      JSON.stringify(schema).includes('"additionalProperties":false'),
      true,
      'the schema is strict',
    );
    assert.deepEqual(misfits(schema, json), [], `${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  };
  const ask = async (method: 'POST' | 'PATCH' | 'DELETE', name: string, body: unknown) => {
    const path = `${classifications}/${name}`;
    return check(method.toLowerCase(), path, await call(app, method, path, body));
  };
  const { classificationId } = await ask('POST', 'createClassification', {
    classificationDetails: { name: 'Inbox', documentTypes: [{ name: 'Invoice' }] },
  });
  await ask('POST', 'createClassification', {});
  await ask('POST', 'viewClassification', { classificationId });
  await ask('PATCH', 'updateClassification', { classificationId, classificationDetails: { name: 'Post' } });
  const uploaded = await upload(app, { classificationId }, [{ name: 'a.txt', content: 'a' }]);
  check('post', `${classifications}/uploadFiles`, uploaded);
  check('post', `${classifications}/uploadFiles`, await upload(app, {}, []));
  const { batchId, files } = uploaded.json;
  await ask('POST', 'getResults', { classificationId, batchId });
  await finish(app, files[0].fileId, 'Invoice');
  await ask('POST', 'getResults', { classificationId, batchId });
  await ask('POST', 'getResults', { classificationId, batchId, fileId: files[0].fileId });
  await ask('POST', 'getResults', { classificationId, batchId: 'x' });
  await ask('DELETE', 'deleteFiles', { classificationId, batchId, fileIds: [files[0].fileId] });
  await ask('DELETE', 'deleteBatch', { classificationId, batchId });
  await ask('DELETE', 'deleteClassification', { classificationId });
  check('get', '/api/v1/credits', await call(app, 'GET', '/api/v1/credits'));
  check('get', '/api/v1/credits', await call({ ...app, key: 'wrong' }, 'GET', '/api/v1/credits'));
});

test('every answer of the extraction module fits the strict schema of the document', async () => {
  await using app = await openTestApp();
  const document = (await app.app.inject('/openapi.json')).json() as Json;
  const check = (method: string, name: string, { status, json }: { status: number; json: Json }) => {
    const schema =
      document.paths[`/api/v1/${name}`][method].responses[status]?.content['application/json'].schema;
    assert.deepEqual(misfits(schema, json), [], `${method} ${name}: ${JSON.stringify(json)}`);
    return json;
  };
  const ask = async (method: 'POST' | 'PATCH' | 'DELETE', name: string, body: unknown) =>
    check(method.toLowerCase(), name, await call(app, method, `/api/v1/${name}`, body));
  const { extractionId } = await ask('POST', 'createExtraction', {
    extractionDetails: {
      name: 'Invoices',
      language: 'English',
      options: { hasVisuals: true },
      fields: [{ key: 'total' }],
    },
  });
  await ask('POST', 'createExtraction', {});
  await ask('POST', 'viewExtraction', { extractionId });
  await ask('PATCH', 'updateExtraction', { extractionId, extractionDetails: { name: 'Bills' } });
  const uploaded = await upload(
    app,
    { extractionId },
    [{ name: 'a.txt', content: 'a' }],
    '/api/v1/uploadFiles',
  );
  const { batchId, files } = check('post', 'uploadFiles', uploaded);
  await ask('POST', 'getBatchResults', { extractionId, batchId });
  await finishExtracted(app, files[0].fileId);
  await ask('POST', 'getBatchResults', { extractionId, batchId });
  await ask('POST', 'getBatchResults', { extractionId, batchId, fileId: files[0].fileId });
  await ask('POST', 'getBatchResults', { extractionId, batchId: 'x' });
  await ask('POST', 'viewExtraction', { extractionId });
  await ask('DELETE', 'deleteExtraction', { extractionId, batchId, fileId: files[0].fileId });
  await ask('DELETE', 'deleteExtraction', { extractionId });
});

test('the page shows every operation and loads nothing', async () => {
  await using app = await openTestApp();
  const url = await listen(app);
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as Json;
  const response = await fetch(`${url}/docs`);
  const page = await response.text();
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(
    response.headers.get('content-security-policy') ?? '',
    /^default-src 'none'; style-src 'sha256-/,
  );
  for (const { operation } of operations(document)) {
    assert.ok(page.includes(`id="${operation.operationId}"`), operation.operationId);
  }
  assert.doesNotMatch(page, /<(script|link|img|iframe)|url\(|@import|\bsrc=/i);
});
