import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiKey, revokeApiKey } from '../src/storage/api-keys.ts';
import { createWorkspace } from '../src/storage/workspaces.ts';
import {
  call,
  classifications,
  createSomeClassification,
  openTestApp,
  type TestApp,
  upload,
} from './api-app.ts';

const credits = (app: TestApp, authorization?: string) =>
  app.app.inject({ url: '/api/v1/credits', headers: authorization ? { authorization } : {} });

test('a key opens the API, whatever the case of its scheme', async () => {
  await using app = await openTestApp();
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    assert.equal((await credits(app, `${scheme} ${app.key}`)).statusCode, 200);
  }
});

test('without a valid key there is a 401 that says why', async () => {
  await using app = await openTestApp();
  const cases: readonly (readonly [string | undefined, RegExp])[] = [
    [undefined, /The API key is missing; send the header "Authorization: Bearer <key>"/],
    [app.key, /must read "Bearer <key>"/],
    [`Basic ${app.key}`, /must read "Bearer <key>"/],
    ['Bearer ', /must read "Bearer <key>"/],
    [`Bearer ${'x'.repeat(10_000)}`, /must read "Bearer <key>"/],
    [`Bearer ${app.key.slice(0, -1)}`, /The API key is not valid/],
    [`Bearer ${app.key}x`, /The API key is not valid/],
  ];
  for (const [header, message] of cases) {
    const response = await credits(app, header);
    assert.equal(response.statusCode, 401);
    assert.equal(response.headers['www-authenticate'], 'Bearer');
    assert.equal(response.json().status, 'error');
    assert.match(response.json().message, message);
  }
});

test('who has no key learns nothing: not even whether a body is valid', async () => {
  await using app = await openTestApp();
  const response = await app.app.inject({
    method: 'POST',
    url: `${classifications}/createClassification`,
    headers: { 'content-type': 'application/json' },
    payload: '{broken',
  });
  assert.equal(response.statusCode, 401);
});

test('a revoked key is refused at once; what it made stays', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const second = await createApiKey(app.database, { workspaceId: app.workspaceId, name: 'second' });
  const view = (key: string) =>
    call({ ...app, key }, 'POST', `${classifications}/viewClassification`, { classificationId });
  const first = await app.database
    .selectFrom('api_keys')
    .select('id')
    .where('name', '=', 'test')
    .executeTakeFirstOrThrow();
  await revokeApiKey(app.database, first.id);
  assert.equal((await view(app.key)).status, 401);
  assert.equal((await view(second.key)).status, 200);
});

test('what belongs to another workspace answers exactly as what never was', async () => {
  await using app = await openTestApp();
  const classificationId = await createSomeClassification(app);
  const { json } = await upload(app, { classificationId }, [{ name: 'a.txt', content: 'a' }]);
  const ids = { classificationId, batchId: json.batchId, fileId: json.files[0].fileId };
  const nobody = { classificationId: '-'.repeat(20), batchId: 'A'.repeat(25), fileId: '-'.repeat(20) };
  const { id: workspaceId } = await createWorkspace(app.database, 'stranger');
  const stranger = { ...app, key: (await createApiKey(app.database, { workspaceId, name: 'stranger' })).key };
  const asks = [
    ['POST', 'viewClassification', (some: typeof ids) => ({ classificationId: some.classificationId })],
    ['POST', 'getResults', (some: typeof ids) => some],
    [
      'PATCH',
      'updateClassification',
      (some: typeof ids) => ({ ...some, classificationDetails: { name: 'Mine' } }),
    ],
    ['DELETE', 'deleteFiles', (some: typeof ids) => ({ ...some, fileIds: [some.fileId] })],
    ['DELETE', 'deleteBatch', (some: typeof ids) => some],
    ['DELETE', 'deleteClassification', (some: typeof ids) => some],
  ] as const;
  for (const [method, path, body] of asks) {
    const foreign = await call(stranger, method, `${classifications}/${path}`, body(ids));
    const missing = await call(stranger, method, `${classifications}/${path}`, body(nobody));
    assert.equal(foreign.status, 400, path);
    assert.deepEqual([foreign.status, foreign.raw], [missing.status, missing.raw], path);
  }
  const added = await upload(stranger, { classificationId, batchId: ids.batchId }, [
    { name: 'b', content: 'b' },
  ]);
  assert.equal(added.status, 400);
  assert.equal((await call(app, 'POST', `${classifications}/getResults`, ids)).json.status, 'waiting');
});

test('past the limit a key waits, and another does not', async () => {
  await using app = await openTestApp({ requestsPerMinute: 3 });
  const other = await createApiKey(app.database, { workspaceId: app.workspaceId, name: 'other' });
  for (let request = 0; request < 3; request += 1) {
    assert.equal((await credits(app, `Bearer ${app.key}`)).statusCode, 200);
  }
  const refused = await credits(app, `Bearer ${app.key}`);
  assert.equal(refused.statusCode, 429);
  assert.ok(Number(refused.headers['retry-after']) > 0 && Number(refused.headers['retry-after']) <= 60);
  assert.deepEqual(Object.keys(refused.json()), ['status', 'message']);
  assert.match(refused.json().message, /^Too many requests with this key; try again in /);
  assert.equal((await credits(app, `Bearer ${other.key}`)).statusCode, 200);
});

test('answers carry the headers that keep browsers out of trouble', async () => {
  await using app = await openTestApp();
  const { headers } = await credits(app, `Bearer ${app.key}`);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(String(headers['content-security-policy']), /default-src 'none'/);
  assert.equal(headers['strict-transport-security'], undefined);
  assert.match(String(headers['x-request-id']), /^[\da-f-]{36}$/);
  assert.equal(headers['x-powered-by'], undefined);
});
