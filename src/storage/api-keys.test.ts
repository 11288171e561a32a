import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiKey, ensureFirstApiKey, findApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { openTemporaryDatabase } from './temporary-database.ts';
import { createWorkspace, defaultWorkspaceId } from './workspaces.ts';

test('several keys share a workspace, and a revoked one is refused at once', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const { id: workspaceId } = await createWorkspace(database, 'Post');
  const first = await createApiKey(database, { workspaceId, name: 'first' });
  const second = await createApiKey(database, { workspaceId, name: 'second' });
  assert.deepEqual(await findApiKey(database, first.key), {
    id: first.id,
    workspaceId,
    name: 'first',
    scope: 'admin',
    classificationId: undefined,
    templateId: undefined,
  });
  await revokeApiKey(database, first.id);
  assert.equal(await findApiKey(database, first.key), undefined);
  assert.equal((await findApiKey(database, second.key))?.workspaceId, workspaceId);
  await assert.rejects(revokeApiKey(database, first.id), { code: 'not_found' });
});

test('a key is nowhere in the database', async () => {
  await using opened = await openTemporaryDatabase();
  const { key } = await ensureFirstApiKey(opened.database);
  assert.ok(key);
  const rows = await opened.database.selectFrom('api_keys').selectAll().execute();
  assert.ok(!JSON.stringify(rows).includes(key.slice(0, 12)));
  for (const wrong of ['', key.slice(1), `${key}x`, key.toLowerCase()]) {
    assert.equal(await findApiKey(opened.database, wrong), undefined);
  }
});

test('the first key is made once; a fixed one is seen to, and stays revoked', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  assert.equal((await ensureFirstApiKey(database)).created, true);
  assert.deepEqual(await ensureFirstApiKey(database), { key: undefined, created: false });
  const fixed = 'a fixed key of the operator';
  assert.deepEqual(await ensureFirstApiKey(database, fixed), { key: fixed, created: true });
  assert.deepEqual(await ensureFirstApiKey(database, fixed), { key: undefined, created: false });
  const found = await findApiKey(database, fixed);
  assert.equal(found?.workspaceId, defaultWorkspaceId);
  await revokeApiKey(database, found.id);
  await ensureFirstApiKey(database, fixed);
  assert.equal(await findApiKey(database, fixed), undefined);
  const listed = await listApiKeys(database, defaultWorkspaceId);
  assert.equal(listed.length, 2);
  const revoked = listed.filter((key) => key.revokedAt !== undefined);
  assert.deepEqual(
    revoked.map((key) => key.id),
    [found.id],
  );
});
