import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { makeDemoDocuments, makeOddDocuments } from '../fixtures/demo-documents.ts';
import { createApiKey } from '../src/storage/api-keys.ts';
import { openDatabase } from '../src/storage/database.ts';
import { createWorkspace } from '../src/storage/workspaces.ts';
import { formOf, type Json, officeTypes, startDesk } from './v2-server.ts';

// One for all: a reader needs seconds until it has read its first file.
const server = await startDesk();
after(() => server[Symbol.asyncDispose]());
const { ask } = server;

const [invoice, receipt] = makeDemoDocuments(2);
const [damaged] = makeOddDocuments();

async function fill() {
  const { json: classification } = await ask('POST', '/classifications', {
    name: 'Office',
    documentTypes: officeTypes,
  });
  const form = formOf(classification.id, [invoice!, receipt!, damaged!, { ...receipt!, name: '=cmd.pdf' }]);
  const { status, json: batch } = await ask('POST', '/batches', form, { prefer: 'wait=50' });
  assert.equal(status, 201);
  const { json: files } = await ask('GET', `/files?batchId=${batch.id}`);
  return { classification, batch, files: files.items as Json[] };
}

test('another workspace sees nothing: foreign is as missing', async () => {
  const { classification, batch, files } = await fill();
  const database = await openDatabase(server.location);
  const { id: workspaceId } = await createWorkspace(database, 'stranger');
  const { key } = await createApiKey(database, { workspaceId, name: 'stranger' });
  await database.destroy();
  const stranger = { authorization: `Bearer ${key}` };
  const fileId = files[0]!.id;
  const { json: keys } = await ask('GET', '/api-keys');
  const { json: template } = await ask('POST', '/templates', { name: 'T', fields: [{ key: 'a' }] });
  for (const [method, path, body] of [
    ['GET', `/classifications/${classification.id}`],
    ['PATCH', `/classifications/${classification.id}`, { revision: 1, name: 'mine' }],
    ['DELETE', `/classifications/${classification.id}`],
    ['POST', `/classifications/${classification.id}/duplicate`, {}],
    ['GET', `/templates/${template.id}`],
    ['PATCH', `/templates/${template.id}`, { revision: 1, name: 'mine' }],
    ['POST', `/templates/${template.id}/duplicate`, {}],
    ['GET', `/templates/${template.id}/revisions`],
    ['DELETE', `/templates/${template.id}`],
    ['POST', '/extraction-tries', { fileId, fields: [{ key: 'a' }] }],
    ['POST', `/extracted-files/${fileId}/edits`, { values: [{ path: 'a', text: 'b' }] }],
    ['DELETE', `/extracted-files/${fileId}/edits`],
    ['POST', `/extracted-files/${fileId}/confirmation`, {}],
    ['DELETE', `/extracted-files/${fileId}/confirmation`],
    ['GET', `/batches/${batch.id}`],
    ['DELETE', `/batches/${batch.id}`],
    ['POST', `/batches/${batch.id}/cancel`, {}],
    ['POST', `/batches/${batch.id}/files`, formOf(undefined, [invoice!])],
    ['POST', '/batches', formOf(classification.id, [invoice!])],
    ['POST', '/batches', { classificationId: classification.id }],
    ['GET', `/batches/${batch.id}/events`],
    ['GET', `/batches/${batch.id}/export`],
    ['GET', `/files/${fileId}`],
    ['DELETE', `/files/${fileId}`],
    ['GET', `/files/${fileId}/original`],
    ['GET', `/files/${fileId}/pages/1`],
    ['GET', `/files/${fileId}/pages/1/picture`],
    ['DELETE', `/files/${fileId}/correction`],
    ['POST', '/tries', { fileId, documentTypes: officeTypes }],
    ['DELETE', `/api-keys/${keys.items[0].id}`],
  ] as const) {
    const { status, json } = await ask(method, path, body, stranger);
    assert.deepEqual([status, json.code], [404, 'not_found'], `${method} ${path}`);
  }
  assert.deepEqual((await ask('POST', '/corrections', { fileIds: [fileId] }, stranger)).json, {
    fileIds: [],
  });
  assert.deepEqual((await ask('POST', '/files/retry', { fileIds: [files[2]!.id] }, stranger)).json, {
    fileIds: [],
  });
  for (const path of ['/classifications', '/templates', '/batches', '/files', '/corrections']) {
    assert.deepEqual((await ask('GET', path, undefined, stranger)).json, { items: [] }, path);
  }
});

test('a browser signs in by a cookie that only our own pages can use', async () => {
  const { json: made } = await ask('POST', '/api-keys', { name: 'browser' });
  assert.equal((await ask('POST', '/session', { apiKey: 'wrong' })).status, 401);
  const signedIn = await ask('POST', '/session', { apiKey: made.key });
  assert.equal(signedIn.status, 201);
  const setCookie = signedIn.headers.get('set-cookie')!;
  assert.match(setCookie, /; HttpOnly; SameSite=Strict$/);
  assert.ok(!setCookie.includes(made.key));
  const cookie = setCookie.split(';')[0]!;
  const own = { cookie, 'sec-fetch-site': 'same-origin' };
  assert.equal((await ask('GET', '/session', undefined, own)).json.keyName, 'browser');
  const body = { name: 'A', documentTypes: officeTypes };
  assert.equal((await ask('POST', '/classifications', body, own)).status, 201);
  for (const site of ['same-site', 'cross-site']) {
    assert.equal(
      (await ask('POST', '/classifications', body, { cookie, 'sec-fetch-site': site })).status,
      403,
    );
  }
  assert.equal(
    (await ask('POST', '/classifications', body, { cookie, origin: 'http://evil.test' })).status,
    403,
  );
  const forged = `${cookie.slice(0, -4)}AAAA`;
  assert.equal((await ask('GET', '/session', undefined, { ...own, cookie: forged })).status, 401);
  await ask('DELETE', `/api-keys/${made.id}`);
  assert.equal((await ask('GET', '/session', undefined, own)).status, 401);
});

test('a repeated Idempotency-Key gets the first answer, and nothing is made twice', async () => {
  const body = { name: 'Once', documentTypes: officeTypes };
  const key = { 'idempotency-key': 'one' };
  const first = await ask('POST', '/classifications', body, key);
  const again = await ask('POST', '/classifications', body, key);
  assert.deepEqual([again.status, again.json], [201, first.json]);
  assert.equal(again.headers.get('idempotent-replay'), 'true');
  assert.equal((await ask('POST', '/classifications', { ...body, name: 'Other' }, key)).status, 422);
  const upload = { 'idempotency-key': 'two' };
  const form = () => formOf(first.json.id, [invoice!]);
  const [left, right] = await Promise.all([1, 2].map(() => ask('POST', '/batches', form(), upload)));
  const batches = (await ask('GET', `/batches?classificationId=${first.json.id}`)).json.items;
  assert.equal(batches.length, 1, `${left!.status} ${right!.status}`);
  const refused = { 'idempotency-key': 'three' };
  assert.equal((await ask('POST', '/classifications', { name: '' }, refused)).status, 400);
  assert.equal((await ask('POST', '/classifications', body, refused)).status, 201);
  const keys = { 'idempotency-key': 'four' };
  const [one, two] = [
    await ask('POST', '/api-keys', { name: 'k' }, keys),
    await ask('POST', '/api-keys', { name: 'k' }, keys),
  ];
  assert.notEqual(one.json.key, two.json.key);
});

test('docs/api-v2.md names every route, and no other', async () => {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Json;
  const routes = Object.entries<Json>(document.paths)
    .filter(([path]) => path.startsWith('/api/v2/'))
    .flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path.slice(7)}`));
  const text = await readFile(new URL('../docs/api-v2.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| (`(?:GET|POST|PATCH|DELETE) .*?) \|/gm)].map((match) => match[1]!);
  const named = rows.flatMap((row) => {
    const path = /\/\S*?(?=`)/.exec(row)![0];
    return [...row.matchAll(/GET|POST|PATCH|DELETE/g)].map(([method]) => `${method} ${path}`);
  });
  assert.deepEqual(named.toSorted(), routes.toSorted());
});

test('every route refuses a caller without a key as a problem, before anything else', async () => {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Json;
  const routes = Object.entries<Json>(document.paths)
    .filter(([path]) => path.startsWith('/api/v2/'))
    .flatMap(([path, item]) => Object.keys(item).map((method) => ({ path, method, ...item[method] })));
  assert.ok(routes.length >= 30, `${routes.length} routes`);
  for (const { path, method, security } of routes) {
    if (security.length === 0) continue;
    const response = await fetch(server.url + path.replaceAll(/\{\w+\}/g, 'x'), {
      method: method.toUpperCase(),
    });
    assert.equal(response.status, 401, `${method} ${path}`);
    assert.match(response.headers.get('content-type')!, /^application\/problem\+json/);
    const problem = (await response.json()) as Json;
    assert.deepEqual(
      [problem.code, problem.status, problem.retryable, typeof problem.requestId],
      ['unauthorized', 401, false, 'string'],
    );
  }
  const { json } = await server.ask('POST', '/classifications', { documentTypes: [] });
  assert.equal(json.errors[0].detail, 'name is required');
});
