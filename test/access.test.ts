/** Who may ask what, of every route there is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessByOperation } from '../src/http/access.ts';
import { type KeyScope, keyScopes } from '../src/storage/api-key.ts';
import { createApiKey, findApiKey } from '../src/storage/api-keys.ts';
import { type Database, openDatabase } from '../src/storage/database.ts';
import { createWorkspace } from '../src/storage/workspaces.ts';
import { type Filled, fillWorkspace, textFile } from './fill-workspace.ts';
import { type DeskServer, deskKey, formOf, type Json, officeTypes, startDesk } from './v2-server.ts';
import {
  askOperation,
  type Ids,
  listOperations,
  missingIds,
  namesId,
  type Operation,
} from './walk-routes.ts';

let server: DeskServer;
let database: Database;
/** The first classification's, of the first workspace. */
let own: Filled;
/** Another classification of the same workspace. */
let neighbour: Filled;
/** An admin's key of another workspace, in which there is something too. */
let strangerKey: string;

before(async () => {
  server = await startDesk({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  database = await openDatabase(server.location);
  own = await fillWorkspace(server, database, deskKey);
  neighbour = await fillWorkspace(server, database, deskKey);
  const { id: workspaceId } = await createWorkspace(database, 'strangers');
  strangerKey = (await createApiKey(database, { workspaceId, name: 'stranger' })).key;
  await fillWorkspace(server, database, strangerKey);
});

after(async () => {
  await database.destroy();
  await server[Symbol.asyncDispose]();
});

test('every operation asks for its scope: a lesser key reads 403 and which scope it needs', async () => {
  const keys = Object.fromEntries(
    await Promise.all(keyScopes.map(async (scope) => [scope, await makeKey({ scope })] as const)),
  ) as Record<KeyScope, string>;
  const operations = await listOperations(server);
  assert.ok(operations.length >= 50, `${operations.length} operations`);
  for (const operation of operations) {
    const needed = accessByOperation[operation.id]!.scope;
    for (const scope of keyScopes) {
      const answer = await askOperation(server, operation, keys[scope], missingIds);
      const label = `${operation.id} with ${scope}`;
      if (keyScopes.indexOf(scope) >= keyScopes.indexOf(needed)) {
        assert.notEqual(answer.status, 403, `${label}: ${answer.body}`);
        assert.ok(answer.status < 500, `${label}: ${answer.body}`);
        continue;
      }
      assert.equal(answer.status, 403, label);
      const body = JSON.parse(answer.body) as Json;
      assert.match(
        body.detail ?? body.message,
        new RegExp(`scope ${scope}; .* needs a key with the scope ${needed}`),
      );
      assert.equal(body.code ?? body.status, operation.path.startsWith('/api/v1') ? 'error' : 'forbidden');
    }
  }
});

test("another workspace's ids answer on every route exactly as ids that never were", async () => {
  await assertSameAsMissing(strangerKey);
  // The owner's answers differ: the walk names ids that are there.
  assert.ok((await countFound(deskKey, own)) >= 15);
});

test("a key bound to a classification answers for others' ids exactly as for ids that never were", async () => {
  for (const scope of ['read', 'write'] as const) {
    const key = await makeKey({ scope, classificationId: neighbour.classificationId });
    await assertSameAsMissing(key);
  }
  assert.ok((await countFound(deskKey, own)) >= 15);
});

test('a bound key sees its own classification, in lists and by id, and nothing else', async () => {
  const key = await makeKey({ scope: 'write', classificationId: own.classificationId });
  const lists = {
    '/classifications': (item: Json) => item.id === own.classificationId,
    '/batches': (item: Json) => item.classificationId === own.classificationId,
    '/files': (item: Json) => item.batchId === own.batchId,
    '/corrections': (item: Json) => item.classificationId === own.classificationId,
  };
  for (const [path, isOwn] of Object.entries(lists)) {
    const { status, json } = await ask(key, 'GET', path);
    assert.equal(status, 200, path);
    assert.ok(json.items.length > 0 && json.items.every(isOwn), `${path}: ${JSON.stringify(json.items)}`);
  }
  assert.deepEqual((await ask(key, 'GET', '/templates')).json.items, []);
  assert.equal((await ask(key, 'GET', `/files/${own.fileId}`)).status, 200);
  assert.equal((await ask(key, 'GET', `/files/${own.fileId}/original`)).status, 200);
  const mixed = { fileIds: [own.fileId, neighbour.fileId] };
  assert.deepEqual((await ask(key, 'POST', '/corrections', mixed)).json.fileIds, [own.fileId]);
  const refused = await ask(key, 'POST', '/classifications', { name: 'More', documentTypes: officeTypes });
  assert.equal(refused.status, 403);
  assert.match(refused.json.detail, /bound to a classification/);
});

test("a bound key's lists cannot be widened by naming another classification, in any form", async () => {
  const key = await makeKey({ scope: 'write', classificationId: own.classificationId });
  const { classificationId } = neighbour;
  const twice = `classificationId=${own.classificationId}&classificationId=${classificationId}`;
  for (const query of [`classificationId=${classificationId}`, twice, `batchId=${neighbour.batchId}`]) {
    const { json } = await ask(key, 'GET', `/files?${query}`);
    assert.ok(
      (json.items ?? []).every((file: Json) => file.batchId === own.batchId),
      query,
    );
  }
  for (const wrapped of [[classificationId], [[classificationId]], { toString: classificationId }]) {
    const { status } = await ask(key, 'POST', '/batches', { classificationId: wrapped });
    assert.ok(status >= 400 && status < 500, JSON.stringify(wrapped));
  }
  const upload = await ask(key, 'POST', '/batches', formOf(classificationId, [textFile()]));
  assert.equal(upload.status, 404);
});

test('a key expires to the moment, in headers and in sessions', async (context) => {
  const expiresAt = Date.now() + 60_000;
  const { key } = await createApiKey(database, { workspaceId: 'default', name: 'short', expiresAt });
  const session = await ask('', 'POST', '/session', { apiKey: key });
  assert.equal(session.status, 201);
  const cookie = session.headers.get('set-cookie')!.split(';', 1)[0]!;
  const byCookie = () => server.ask('GET', '/session', undefined, { cookie });
  assert.equal((await byCookie()).json.scope, 'admin');
  context.mock.timers.enable({ apis: ['Date'], now: expiresAt - 1 });
  assert.ok(await findApiKey(database, key));
  assert.equal((await byCookie()).status, 200);
  context.mock.timers.setTime(expiresAt);
  assert.equal(await findApiKey(database, key), undefined);
  assert.equal((await byCookie()).status, 401);
  assert.equal((await ask(key, 'GET', '/session')).status, 401);
});

test('a key is made only as it makes sense', async () => {
  const make = (body: Json) => ask(deskKey, 'POST', '/api-keys', { name: 'odd', ...body });
  const { classificationId } = own;
  assert.equal((await make({ scope: 'owner' })).status, 400);
  assert.equal((await make({ classificationId })).status, 400);
  assert.equal((await make({ scope: 'read', classificationId: missingIds.classificationId })).status, 404);
  assert.equal((await make({ expiresAt: '2001-01-01' })).status, 400);
  assert.equal((await make({ expiresAt: 'soon' })).status, 400);
  const made = await make({ scope: 'read', classificationId, expiresAt: '2999-01-31' });
  const listed = (await ask(deskKey, 'GET', '/api-keys')).json.items.find(
    (key: Json) => key.id === made.json.id,
  );
  assert.equal(listed.scope, 'read');
  assert.equal(listed.classificationId, classificationId);
  assert.equal(listed.expiresAt, '2999-01-31T00:00:00.000Z');
});

test('the walk reaches every route that names an id: what is there is answered otherwise than what is missing', async () => {
  const operations = (await listOperations(server)).filter(namesId);
  const rank = ({ id, method }: Operation) =>
    accessByOperation[id]!.scope === 'read' ? 0 : endings.indexOf(id) + (method === 'DELETE' ? 2 : 1);
  const unreached: string[] = [];
  for (const operation of operations.toSorted((a, b) => rank(a) - rank(b))) {
    // The older API ends what is the first classification's, the newer one what is its neighbour's.
    const ids = operation.path.startsWith('/api/v1') ? own : neighbour;
    const missing = await askOperation(server, operation, deskKey, missingIds);
    const there = await askOperation(server, operation, deskKey, { ...ids, ...spareOf(operation.id, ids) });
    if (there.status === missing.status && there.body === missing.body) {
      unreached.push(`${operation.id}: ${there.status} ${there.body.slice(0, 200)}`);
    }
  }
  assert.ok(operations.length >= 75, `${operations.length}`);
  assert.deepEqual(unreached, []);
});

/** After all others, in this order: each ends what the ones before it need. */
const endings = [
  'extractedFiles.withdrawEdits',
  'erasures.create',
  'deleteFiles',
  'files.delete',
  'evaluationSets.delete',
  'deleteBatch',
  'batches.delete',
  'deleteExtraction',
  'templates.delete',
  'deleteClassification',
  'classifications.delete',
];

/** What only a file that failed, and a key that did something, answer otherwise. */
const spareOf = (operation: string, ids: Filled) => ({
  fileId: /^(files\.retry|erasures\.create)$/.test(operation) ? ids.failedFileId : ids.fileId,
  apiKeyId: operation === 'auditEvents.list' ? ids.actorKeyId : ids.apiKeyId,
});

/** Foreign ids first: what they changed would show in the second answer, or in the owner's. */
async function assertSameAsMissing(key: string): Promise<void> {
  for (const operation of await listOperations(server)) {
    if (namesNothing.has(operation.id)) continue;
    const foreign = await askOperation(server, operation, key, own);
    assert.deepEqual(foreign, await askOperation(server, operation, key, missingIds), operation.id);
  }
}

/** What makes something new answers with it, whoever asks; it names no id. */
const namesNothing = new Set([
  'createClassification',
  'createExtraction',
  'classifications.create',
  'classifications.list',
  'templates.create',
  'templates.list',
  'webhooks.set',
  'webhooks.list',
  'apiKeys.create',
  'apiKeys.list',
  'operations.read',
]);

/** Reading operations that are answered otherwise than for a missing id. */
async function countFound(key: string, ids: Ids): Promise<number> {
  let found = 0;
  for (const operation of await listOperations(server)) {
    if (accessByOperation[operation.id]!.scope !== 'read') continue;
    const there = await askOperation(server, operation, key, ids);
    const missing = await askOperation(server, operation, key, missingIds);
    if (there.status === 200 && there.body !== missing.body) found += 1;
  }
  return found;
}

async function makeKey(wanted: Json): Promise<string> {
  const { status, json } = await ask(deskKey, 'POST', '/api-keys', { name: 'made', ...wanted });
  assert.equal(status, 201, JSON.stringify(json));
  return json.key;
}

const ask = (key: string, method: string, path: string, body?: unknown) =>
  server.ask(method, path, body, { authorization: `Bearer ${key}` });
