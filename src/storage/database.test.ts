import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from './database.ts';
import { lockDataDir } from './process-lock.ts';
import { createTemporaryPlace, openTemporaryDatabase } from './temporary-database.ts';
import { createWorkspace } from './workspaces.ts';

test('what was stored is there when the folder is opened again', async () => {
  await using opened = await openTemporaryDatabase();
  {
    await using database = await openDatabase(opened.location);
    await createWorkspace(database, 'Post');
  }
  await using database = await openDatabase(opened.location);
  const rows = await database.selectFrom('workspaces').select('name').execute();
  assert.deepEqual(
    rows.map((row) => row.name),
    ['Post'],
  );
});

test('two processes that open a fresh database together both get whole tables', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-'));
  await using place = await createTemporaryPlace(folder.path);
  const [one, other] = await Promise.all([openDatabase(place.location), openDatabase(place.location)]);
  await using first = one;
  await using second = other;
  await createWorkspace(first, 'First');
  await createWorkspace(second, 'Second');
  assert.equal((await second.selectFrom('workspaces').select('name').execute()).length, 2);
});

test('a folder of a newer Mailroom is refused', async () => {
  await using opened = await openTemporaryDatabase();
  const row: any = { name: '999-future', applied_at: 0 };
  await opened.database
    .insertInto('migrations' as 'workspaces')
    .values(row)
    .execute();
  await assert.rejects(openDatabase(opened.location), { code: 'conflict', message: /999-future/ });
});

test('a data folder has one server, and commands beside it', async () => {
  await using opened = await openTemporaryDatabase();
  {
    using _lock = lockDataDir(opened.dataDir);
    assert.throws(() => lockDataDir(opened.dataDir), {
      code: 'conflict',
      message: /Another Mailroom server/,
    });
    await using beside = await openDatabase(opened.location);
    await createWorkspace(beside, 'Post');
  }
  lockDataDir(opened.dataDir)[Symbol.dispose]();
});

test('the character 0, which PostgreSQL cannot hold, is kept as the same sign by both databases', async () => {
  await using temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const { id } = await createWorkspace(database, 'a\0b');
  const row = await database
    .selectFrom('workspaces')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.equal(row.name, 'a\ufffdb');
});
