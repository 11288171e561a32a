import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTransaction } from './database.ts';
import { openTemporaryDatabase } from './temporary-database.ts';
import { createWorkspace } from './workspaces.ts';

test('reads do not wait for a transaction and see only what was committed', async () => {
  await using temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const names = async () =>
    (await database.selectFrom('workspaces').select('name').execute()).map((row) => row.name);
  const before = await names();
  await inTransaction(database, async (transaction) => {
    await createWorkspace(transaction, 'New');
    assert.deepEqual(await names(), before);
  });
  assert.deepEqual((await names()).toSorted(), [...before, 'New'].toSorted());
});

test('writes and further transactions wait for the transaction in hand', async () => {
  await using temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const order: string[] = [];
  const first = inTransaction(database, async (transaction) => {
    await createWorkspace(transaction, 'A');
    await createWorkspace(transaction, 'B');
    order.push('first');
  });
  const single = createWorkspace(database, 'C').then(() => order.push('single'));
  const second = inTransaction(database, async () => void order.push('second'));
  await Promise.all([first, single, second]);
  assert.equal(order[0], 'first');
  assert.deepEqual(order.toSorted(), ['first', 'second', 'single']);
});

test('a transaction that fails is undone and lets the next one in', async () => {
  await using temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const failing = inTransaction(database, async (transaction) => {
    await createWorkspace(transaction, 'Lost');
    throw new Error('undone');
  });
  await assert.rejects(failing, /undone/);
  await createWorkspace(database, 'Kept');
  const rows = await database.selectFrom('workspaces').select('name').execute();
  assert.ok(rows.some((row) => row.name === 'Kept') && !rows.some((row) => row.name === 'Lost'));
});

test('what is committed is flushed to the disk', async () => {
  await using opened = await openTemporaryDatabase();
  const { sql } = await import('kysely');
  const read = async (name: string) =>
    (await sql.raw<object>(`pragma ${name}`).execute(opened.database)).rows[0];
  assert.deepEqual({ ...(await read('synchronous')) }, { synchronous: 2 });
  assert.deepEqual({ ...(await read('journal_mode')) }, { journal_mode: 'wal' });
  assert.deepEqual({ ...(await read('foreign_keys')) }, { foreign_keys: 1 });
});
