import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { call, classifications, listen, openTestApp, someTypes } from './api-app.ts';

const details = (change: object) => ({
  classificationDetails: { name: 'Inbox', documentTypes: someTypes, ...change },
});

test('a refusal names the field and the remedy', async () => {
  await using app = await openTestApp();
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /^classificationDetails is required$/],
    [[], /^The body must be a JSON object$/],
    [{}, /^classificationDetails is required$/],
    [{ classificationDetails: 5 }, /^classificationDetails must be an object$/],
    [{ classificationDetails: {} }, /^classificationDetails.name is required$/],
    [details({ name: '' }), /^classificationDetails.name is required$/],
    [details({ name: 'x'.repeat(501) }), /^classificationDetails.name is longer than 500 characters$/],
    [details({ documentTypes: undefined }), /^classificationDetails.documentTypes is required$/],
    [details({ documentTypes: [] }), /^classificationDetails.documentTypes is empty; give at least one$/],
    [details({ documentTypes: [{}] }), /^classificationDetails.documentTypes\[0\].name is required$/],
    [
      details({ documentTypes: [{ name: 'A' }, { name: ' Other ' }] }),
      /^classificationDetails.documentTypes\[1\].name "Other" is reserved/,
    ],
    [details({ documentTypes: [{ name: 'A' }, { name: 'a' }] }), /names "a" twice/],
    [details({ documentTypes: [{ name: 'A', uniqueWords: {} }] }), /uniqueWords/],
    [details({ documentTypes: Array(501).fill({ name: 'A' }) }), /at most 500/],
  ];
  for (const [body, message] of cases) {
    const answer = await call(app, 'POST', `${classifications}/createClassification`, body);
    assert.equal(answer.status, 400, answer.raw);
    assert.deepEqual(Object.keys(answer.json), ['status', 'message']);
    assert.equal(answer.json.status, 'error');
    assert.match(answer.json.message, message);
  }
});

test('broken, hostile and oversized bodies are refused in the same shape', async () => {
  await using app = await openTestApp();
  const cases: readonly (readonly [number, RegExp, string])[] = [
    [400, /^The body is not valid JSON: .*position 1/, '{a'],
    [400, /not valid JSON/, '{"__proto__": {"isAdmin": true}}'],
    [400, /not valid JSON/, '{"classificationDetails": {"constructor": {"prototype": {"x": 1}}}}'],
    [400, /must be a JSON object/, 'null'],
    [400, /must be a JSON object/, `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    [413, /^The body is too large$/, `{"a": "${'x'.repeat(4 * 1024 * 1024)}"}`],
  ];
  for (const [status, message, payload] of cases) {
    const response = await app.app.inject({
      method: 'POST',
      url: `${classifications}/createClassification`,
      headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
      payload,
    });
    assert.equal(response.statusCode, status, response.body);
    assert.match(response.json().message, message);
  }
  assert.equal(Object.getOwnPropertyDescriptor(Object.prototype, 'isAdmin'), undefined);
});

test('what is not there is a 404 in the same shape', async () => {
  await using app = await openTestApp();
  for (const [method, url] of [
    ['GET', '/'],
    ['GET', `${classifications}/getResults`],
    ['POST', `${classifications}/deleteFiles`],
    ['POST', '/api/v1/nothing?key=secret'],
  ] as const) {
    const response = await app.app.inject({ method, url });
    assert.equal(response.statusCode, 404);
    assert.match(response.json().message, /^There is no (GET|POST) \/[^?]*; see \/docs/);
  }
  const badPath = await app.app.inject({ url: '/files/%E0%A4%A/x' });
  assert.equal(badPath.statusCode, 400);
  assert.equal(badPath.json().status, 'error');
});

test('a bug says no more than that there is one', async () => {
  await using app = await openTestApp();
  await app.database.schema.alterTable('classifications').renameTo('lost').execute();
  const { status, raw } = await call(app, 'POST', `${classifications}/viewClassification`, {
    classificationId: 'x',
  });
  assert.equal(status, 500);
  assert.equal(raw, '{"status":"error","message":"Internal server error"}');
});

test('bytes that are no HTTP are answered in the same shape, and the connection ends', async () => {
  await using app = await openTestApp();
  const { port } = new URL(await listen(app));
  const socket = connect(Number(port), '127.0.0.1');
  socket.end('hello\r\n\r\n');
  const [answer] = await Promise.all([text(socket), once(socket, 'close')]);
  assert.match(answer, /^HTTP\/1.1 400 /);
  assert.match(answer, /\{"status":"error","message":"[^"]+"\}$/);
});

test('health tells state, version and uptime without a key', async () => {
  await using app = await openTestApp();
  const health = await app.app.inject({ url: '/health' });
  assert.equal(health.statusCode, 200);
  assert.deepEqual(Object.keys(health.json()), ['status', 'version', 'uptimeSeconds']);
  for (const url of ['/livez', '/readyz']) {
    assert.equal((await app.app.inject({ url })).body, '{"status":"ok"}');
  }
});
