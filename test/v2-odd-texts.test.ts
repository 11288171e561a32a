/** Texts that a database or a program may stumble over, at every route, on both databases. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type DeskServer, deskKey, type Json, officeTypes, startDesk } from './v2-server.ts';
import { askOperation, type Ids, listOperations, missingIds } from './walk-routes.ts';

let server: DeskServer;

before(async () => {
  server = await startDesk();
});
after(() => server[Symbol.asyncDispose]());

async function send(method: string, path: string, body: string, type = 'application/json') {
  const headers = { authorization: `Bearer ${deskKey}`, 'content-type': type };
  const response = await fetch(`${server.url}${path}`, { method, headers, body });
  return { status: response.status, text: await response.text() };
}

test('the character 0 in an id, wherever it stands, is answered by every route as what is wrong or not there', async () => {
  const ids = Object.fromEntries(Object.entries(missingIds).map(([name, id]) => [name, `${id}\0`])) as Ids;
  for (const operation of await listOperations(server)) {
    const { status, body } = await askOperation(server, operation, deskKey, ids);
    assert.ok(status < 500, `${operation.id}: ${status} ${body}`);
  }
});

test('the character 0 in a text of a body is refused in words, in JSON and in forms', async () => {
  const type = { name: 'Invoice\0', description: 'A bill', uniqueWords: ['due'] };
  const field = { key: 'total', description: 'The\0 total', type: 'string' };
  const v1 = '/api/v1/documentClassification';
  const bodies: readonly (readonly [string, Json])[] = [
    [`${v1}/createClassification`, { classificationDetails: { name: 'a\0', documentTypes: officeTypes } }],
    [`${v1}/createClassification`, { classificationDetails: { name: 'a', documentTypes: [type] } }],
    [`${v1}/getResults`, { classificationId: '\0', batchId: 'a' }],
    ['/api/v1/createExtraction', { extractionDetails: { name: 'a', language: 'English', fields: [field] } }],
    ['/api/v2/classifications', { name: 'a', documentTypes: [type] }],
    ['/api/v2/classifications', { name: 'a', documentTypes: officeTypes, 'odd\0': 1 }],
    ['/api/v2/templates', { name: 'a', fields: [field] }],
    ['/api/v2/corrections', { fileIds: ['\0'], documentType: 'Invoice' }],
    ['/api/v2/extracted-files/a/edits', { edits: [{ path: ['total'], value: '\0' }] }],
    ['/api/v2/api-keys', { name: '\0' }],
    ['/api/v2/session', { apiKey: '\0' }],
  ];
  for (const [path, body] of bodies) {
    const { status, text } = await send('POST', path, JSON.stringify(body));
    assert.equal(status, 400, `${path}: ${text}`);
    assert.match(text, /holds the character 0/);
  }
  const form = await send('POST', `${v1}/getResults`, 'batchId=a%00', 'application/x-www-form-urlencoded');
  assert.deepEqual([form.status, /character 0/.test(form.text)], [400, true]);
  // A backslash and five letters are a text like any other.
  const written = { name: 'Written \\u0000', documentTypes: officeTypes };
  const made = await send('POST', '/api/v2/classifications', JSON.stringify(written));
  assert.equal(made.status, 201, made.text);
  assert.equal(JSON.parse(made.text).name, written.name);
});

test('the character 0 in the name of a file is left out, in whatever form the name comes', async () => {
  const { json: made } = await server.ask('POST', '/classifications', {
    name: 'Post',
    documentTypes: officeTypes,
  });
  const part = (disposition: string, content: string) =>
    `--B\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
  const body = [
    part('name="classificationId"', made.id),
    part('name="files"; filename="a\0b.txt"', 'Invoice number 1'),
    part(`name="files"; filename*=UTF-8''c%00d.txt`, 'Invoice number 2'),
    '--B--\r\n',
  ].join('');
  const { status, text } = await send('POST', '/api/v2/batches', body, 'multipart/form-data; boundary=B');
  assert.equal(status, 201, text);
  const { items } = (await server.ask('GET', `/files?batchId=${JSON.parse(text).id}`)).json;
  assert.deepEqual(items.map(({ name }: Json) => name).toSorted(), ['ab.txt', 'cd.txt']);
  const odd = `${part('name="classificationId"', '\0') + part('name="files"; filename="a.txt"', 'a')}--B--\r\n`;
  assert.equal((await send('POST', '/api/v2/batches', odd, 'multipart/form-data; boundary=B')).status, 404);
});

test('a list of ids that is no list is refused, or passed over where the operation knows none', async () => {
  const fileIds = { toString: [] };
  const classification = { name: 'Post', documentTypes: officeTypes, fileIds };
  assert.equal((await server.ask('POST', '/classifications', classification)).status, 201);
  for (const odd of [fileIds, [fileIds], [[fileIds]]]) {
    const { status, text } = await server.ask('POST', '/corrections', {
      fileIds: odd,
      documentType: 'Invoice',
    });
    assert.equal(status, 400, `${JSON.stringify(odd)}: ${text}`);
    const body = JSON.stringify({ classificationId: 'a', batchId: 'b', fileIds: odd });
    const deleted = await send('DELETE', '/api/v1/documentClassification/deleteFiles', body);
    assert.equal(deleted.status, 400, `${JSON.stringify(odd)}: ${deleted.text}`);
  }
});
