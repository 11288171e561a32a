import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTemporaryDatabase } from './temporary-database.ts';
import { createOwner } from './test-rows.ts';
import { findEndpoint, listEndpoints, removeEndpoint, setEndpoint } from './webhook-endpoints.ts';

const events = ['extraction.processed'] as const;

test('a URL is one webhook: setting it again changes it and keeps its secret', async () => {
  await using temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const { workspaceId } = await createOwner(database);
  const url = 'https://example.org/hook';
  const first = await setEndpoint(database, { workspaceId, url, events });
  assert.match(first.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  const second = await setEndpoint(database, { workspaceId, url, events: ['extraction.failed'] });
  assert.deepEqual(
    [second.id, second.secret, second.events],
    [first.id, first.secret, ['extraction.failed']],
  );
  const third = await setEndpoint(database, { workspaceId, url, events, secret: 'my-own-secret-1234' });
  assert.equal(third.secret, 'my-own-secret-1234');
  assert.equal((await listEndpoints(database, workspaceId)).length, 1);
  assert.ok(!('secret' in (await listEndpoints(database))[0]!));
  assert.equal(await findEndpoint(database, first.id, 'another workspace'), undefined);
  assert.deepEqual(
    [await removeEndpoint(database, first.id), await removeEndpoint(database, first.id)],
    [true, false],
  );
});

test('a workspace has 20 webhooks at most', async () => {
  await using temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const { workspaceId } = await createOwner(database);
  const set = (index: number) =>
    setEndpoint(database, { workspaceId, url: `https://example.org/${index}`, events });
  for (let index = 0; index < 20; index += 1) await set(index);
  await assert.rejects(set(20), /20 webhooks at most/);
  await set(3);
});
