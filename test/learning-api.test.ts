/** Examples and versions, on the whole server. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createApiKey } from '../src/storage/api-keys.ts';
import { openDatabase } from '../src/storage/database.ts';
import { createWorkspace } from '../src/storage/workspaces.ts';
import { houseTypes, letter } from './house-letters.ts';
import { labelled, learningDesk } from './learning-desk.ts';
import { formOf, type Json, startDesk } from './v2-server.ts';

const server = await startDesk();
after(() => server[Symbol.asyncDispose]());
const { ask } = server;

const { make, addExamples, answer } = learningDesk(server);

test('uploaded examples improve the very next answer, and a deleted one is forgotten at once', async () => {
  const id = await make();
  const asked = [letter('Form A', 9), letter('Form B', 9)];
  const before = await answer(id, asked);
  const exampleIds = [
    ...(await addExamples(id, 'Form A', [letter('Form A', 1), letter('Form A', 2)])),
    ...(await addExamples(id, 'Form B', [letter('Form B', 1), letter('Form B', 2)])),
  ];
  const taught = await answer(id, asked);
  assert.deepEqual(
    taught.map(({ documentType, version }) => [documentType, version]),
    [
      ['Form A', 5],
      ['Form B', 5],
    ],
  );
  const { json: list } = await ask('GET', `/classifications/${id}/examples?documentType=Form%20A`);
  assert.deepEqual(
    list.items.map(({ name, documentType, state }: Json) => `${name} ${documentType} ${state}`).toSorted(),
    ['Form A 1.txt Form A processed', 'Form A 2.txt Form A processed'],
  );
  const { json: batches } = await ask('GET', `/batches?classificationId=${id}`);
  assert.equal(batches.items.length, 2, 'examples are no batch of the desk');
  for (const exampleId of exampleIds) {
    assert.equal((await ask('DELETE', `/classifications/${id}/examples/${exampleId}`)).status, 204);
  }
  assert.deepEqual((await ask('GET', `/classifications/${id}/examples`)).json, { items: [] });
  const [forgotten] = await answer(id, asked);
  assert.deepEqual([forgotten!.confidence, forgotten!.version], [before[0]!.confidence, 9]);
});

test('an example needs a type of the classification; `other` is one', async () => {
  const id = await make();
  const path = `/classifications/${id}/examples`;
  const wrong = await ask('POST', path, labelled('Form Z', [letter('Form A', 1)]));
  assert.deepEqual([wrong.status, wrong.json.code], [400, 'invalid_request']);
  assert.match(wrong.json.detail, /no type "Form Z"/);
  const none = await ask('POST', path, formOf(undefined, [letter('Form A', 1)]));
  assert.match(none.json.detail, /documentType is required/);
  await addExamples(id, 'other', [letter('Form B', 1), letter('Form B', 2)]);
  const [answered] = await answer(id, [letter('Form B', 3)]);
  assert.equal(answered!.documentType, 'other');
});

test('an unreadable example says so and teaches nothing', async () => {
  const id = await make();
  await addExamples(id, 'Form A', [{ name: 'broken.pdf', bytes: Buffer.from('%PDF-1.7 and nothing more') }]);
  const { json } = await ask('GET', `/classifications/${id}/examples`);
  assert.deepEqual([json.items[0].state, json.items[0].error.code], ['failed', 'corrupt_file']);
  assert.equal((await ask('GET', `/classifications/${id}`)).json.version, 1);
});

test('versions are listed, compared and rolled back, lessons too', async () => {
  const id = await make();
  const path = `/classifications/${id}`;
  await addExamples(id, 'Form A', [letter('Form A', 1)]);
  const [answered] = await answer(id, [letter('Form B', 1)]);
  await ask('POST', '/corrections', { fileIds: [answered!.id], documentType: 'Form B' });
  const settings = { reviewThreshold: 0.8 };
  const { json: changed } = await ask('PATCH', path, { revision: 1, settings });
  assert.deepEqual([changed.revision, changed.version], [2, 4]);
  const { json: list } = await ask('GET', `${path}/versions?limit=3`);
  assert.deepEqual(
    list.items.map(({ version, cause, amount, by }: Json) => [version, cause, amount, by]),
    [
      [4, 'defined', 0, 'first'],
      [3, 'taught', 1, 'first'],
      [2, 'taught', 1, 'first'],
    ],
  );
  const { json: rest } = await ask('GET', `${path}/versions?cursor=${list.next}`);
  assert.deepEqual([rest.items.map(({ version }: Json) => version), rest.next], [[1], undefined]);
  const { json: detail } = await ask('GET', `${path}/versions/3`);
  assert.deepEqual([detail.documentTypes, detail.settings], [houseTypes, {}]);
  assert.deepEqual(detail.lessons, [
    { documentType: 'Form A', lessons: 1 },
    { documentType: 'Form B', lessons: 1 },
  ]);
  const { json: changes } = await ask('GET', `${path}/versions/4/changes?since=2`);
  assert.deepEqual([changes.before.settings, changes.after.settings], [{}, settings]);
  assert.deepEqual(
    changes.lessonsAdded.map(({ name, documentType, source }: Json) => [name, documentType, source]),
    [['Form B 1.txt', 'Form B', 'correction']],
  );
  assert.deepEqual(changes.lessonsRemoved, []);
  const { json: restored } = await ask('POST', `${path}/versions/2/restore`, {});
  assert.deepEqual([restored.version, restored.settings], [5, {}]);
  assert.deepEqual((await ask('GET', `${path}/versions/5`)).json.lessons, [
    { documentType: 'Form A', lessons: 1 },
  ]);
  const { json: file } = await ask('GET', `/files/${answered!.id}`);
  assert.deepEqual([file.documentType, file.confidence], ['Form B', 1], 'what a person said stays');
  assert.equal((await ask('POST', `${path}/versions/77/restore`, {})).status, 404);
});

test('examples and versions of another workspace are as missing', async () => {
  const id = await make();
  const [exampleId] = await addExamples(id, 'Form A', [letter('Form A', 1)]);
  const database = await openDatabase(server.location);
  const { id: workspaceId } = await createWorkspace(database, 'stranger');
  const { key } = await createApiKey(database, { workspaceId, name: 'stranger' });
  await database.destroy();
  for (const [method, path, body] of [
    ['GET', 'examples'],
    ['POST', 'examples', labelled('Form A', [letter('Form A', 1)])],
    ['DELETE', `examples/${exampleId}`],
    ['GET', 'versions'],
    ['GET', 'versions/1'],
    ['GET', 'versions/2/changes?since=1'],
    ['POST', 'versions/1/restore', {}],
    ['POST', 'versions/1/accept', {}],
  ] as const) {
    const headers = { authorization: `Bearer ${key}` };
    const { status, json } = await ask(method, `/classifications/${id}/${path}`, body, headers);
    assert.deepEqual([status, json.code], [404, 'not_found'], `${method} ${path}`);
  }
});
