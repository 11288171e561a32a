import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtempDisposable, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { until } from './server-process.ts';
import { type DeskServer, type Json, officeTypes, startDesk } from './v2-server.ts';

const invoice = (number: number) => `Invoice\nInvoice number: ${number}\nBill to: us\nAmount due: 12.00 EUR`;

async function startWatching(environment: Readonly<Record<string, string>> = {}) {
  await using stack = new AsyncDisposableStack();
  const root = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom watched, ')));
  // A comma parts the folders of the setting.
  const path = join(tmpdir(), `watched-${process.pid}-${Date.now()}`);
  await symlink(root.path, path);
  stack.defer(() => rm(path));
  const server = stack.use(await startDesk({ WATCH_ROOTS: `/nowhere, ${path}`, ...environment }));
  const { json } = await server.ask('POST', '/classifications', { name: 'Mail', documentTypes: officeTypes });
  const owned = stack.move();
  return {
    server,
    path,
    classificationId: json.id as string,
    make: (folder: Json) => server.ask('POST', '/sources', { classificationId: json.id, folder }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Looks until it is so; a look is made due each time. */
async function lookUntil(server: DeskServer, id: string, what: string, isSo: (source: Json) => unknown) {
  return until(what, async () => {
    await server.ask('POST', `/sources/${id}/check`, {});
    const { json } = await server.ask('GET', `/sources/${id}`);
    return (await isSo(json)) ? json : undefined;
  });
}

const filesOf = async (server: DeskServer) =>
  (await server.ask('GET', '/files?limit=500')).json.items as Json[];

test('files put into a watched folder are taken as one batch, classified, and moved to processed', async () => {
  await using watched = await startWatching();
  const { server, path } = watched;
  const { status, json: source } = await watched.make({ path, subfolders: true });
  assert.equal(status, 201);
  await mkdir(join(path, 'april'));
  await writeFile(join(path, 'one.txt'), invoice(1));
  await writeFile(join(path, 'april/two.txt'), invoice(2));
  await writeFile(join(path, '.hidden.txt'), invoice(3));
  await writeFile(join(path, 'coming.pdf.part'), invoice(4));
  await symlink('/etc/hostname', join(path, 'link.txt'));

  const seen = await lookUntil(server, source.id, 'two files', ({ files }) => files === 2);
  assert.deepEqual([seen.state, seen.lastError], ['active', undefined]);
  const files = await until('both classified', async () => {
    const all = await filesOf(server);
    return all.every(({ state }) => state === 'processed') ? all : undefined;
  });
  assert.deepEqual(files.map(({ name }) => name).toSorted(), ['one.txt', 'two.txt']);
  assert.deepEqual(new Set(files.map(({ documentType }) => documentType)), new Set(['Invoice']));
  assert.equal(new Set(files.map(({ batchId }) => batchId)).size, 1);
  const [taken] = (await server.ask('GET', '/audit-events?action=sources.take')).json.items;
  assert.deepEqual(taken.actor, { kind: 'system', name: 'sources' });
  assert.deepEqual(taken.resource, { kind: 'batch', id: files[0]!.batchId });
  assert.equal(taken.summary, `2 files of source ${source.id}`);
  await until('both moved', async () => {
    const left = (await readdir(path)).toSorted();
    const expected = ['.hidden.txt', 'april', 'coming.pdf.part', 'link.txt', 'processed'];
    return JSON.stringify(left) === JSON.stringify(expected) || undefined;
  });
  assert.equal(await readFile(join(path, 'processed/april/two.txt'), 'utf8'), invoice(2));

  // The same name again is another file, and takes no other's place.
  await writeFile(join(path, 'one.txt'), invoice(9));
  await lookUntil(server, source.id, 'the third', ({ files: count }) => count === 3);
  await until('moved beside the first', () =>
    readFile(join(path, 'processed/one-1.txt'), 'utf8').catch(() => undefined),
  );
  assert.equal(await readFile(join(path, 'processed/one.txt'), 'utf8'), invoice(1));
});

test('a file that was taken but could not be moved is not taken twice, and is moved once it can be', async () => {
  await using watched = await startWatching();
  const { server, path } = watched;
  await writeFile(join(path, 'processed'), 'somebody put a file here');
  const { json: source } = await watched.make({ path });
  await writeFile(join(path, 'a.txt'), invoice(1));
  const failing = await lookUntil(
    server,
    source.id,
    'trouble',
    ({ files, lastError }) => files > 1 && lastError,
  );
  assert.match(failing.lastError.message, /was taken but cannot be moved/);
  assert.equal(failing.state, 'failing');
  // Two files, "a.txt" and "processed", each taken once however often it was looked at.
  const { succeededAt } = failing;
  await lookUntil(server, source.id, 'more looks', ({ lastError }) => lastError.at > failing.lastError.at);
  assert.equal((await filesOf(server)).length, 2);
  assert.equal(succeededAt === undefined || succeededAt < failing.lastError.at, true);
  await rm(join(path, 'processed'));
  await lookUntil(server, source.id, 'it is well again', ({ state }) => state === 'active');
  assert.deepEqual(await readdir(path), ['processed']);
  assert.equal((await filesOf(server)).length, 2);
});

test('a file over the limit goes to failed with the reason, and holds nothing up', async () => {
  await using watched = await startWatching({ MAX_FILE_MB: '1' });
  const { server, path } = watched;
  const { json: source } = await watched.make({ path });
  await writeFile(join(path, 'big.txt'), Buffer.alloc(1024 * 1024 + 1, 'x'));
  await writeFile(join(path, 'small.txt'), invoice(1));
  const seen = await lookUntil(
    server,
    source.id,
    'both seen',
    ({ files, lastError }) => files === 1 && lastError,
  );
  assert.match(seen.lastError.message, /big\.txt cannot be taken: .*MAX_FILE_MB/);
  assert.deepEqual((await readdir(join(path, 'failed'))).toSorted(), ['big.txt', 'big.txt.reason.txt']);
  assert.match(await readFile(join(path, 'failed/big.txt.reason.txt'), 'utf8'), /more than 1048576 bytes/);
});

test('no folder outside of the roots can be watched, by whatever path or link', async () => {
  await using watched = await startWatching();
  const { server, path } = watched;
  await symlink('/etc', join(path, 'etc'));
  for (const outside of ['/etc', `${path}/../..`, join(path, 'etc'), `${path}-beside`, '/no/such/folder']) {
    const { status, json } = await watched.make({ path: outside });
    assert.deepEqual([status, json.code], [403, 'forbidden'], outside);
    assert.match(json.detail, /WATCH_ROOTS/);
  }
  assert.equal((await watched.make({ path: join(path, 'missing') })).json.code, 'not_found');
  assert.equal((await watched.make({ path: 'relative' })).json.code, 'invalid_request');

  // A folder that becomes a link after it was allowed.
  await mkdir(join(path, 'inbox'));
  const { json: source } = await watched.make({ path: join(path, 'inbox') });
  await rm(join(path, 'inbox'), { recursive: true });
  await symlink('/etc', join(path, 'inbox'));
  const refused = await lookUntil(server, source.id, 'the refusal', ({ lastError }) => lastError);
  assert.match(refused.lastError.message, /is not below/);
  assert.equal((await filesOf(server)).length, 0);

  await using closed = await startDesk();
  const { json: classification } = await closed.ask('POST', '/classifications', {
    name: 'Mail',
    documentTypes: officeTypes,
  });
  const none = await closed.ask('POST', '/sources', {
    classificationId: classification.id,
    folder: { path },
  });
  assert.match(none.json.detail, /No folder may be watched; the operator allows folders with WATCH_ROOTS/);
});

test('a source is paused, resumed, changed and removed; what came from it stays', async () => {
  await using watched = await startWatching();
  const { server, path, classificationId } = watched;
  const { json: source } = await watched.make({ path });
  assert.equal((await server.ask('PATCH', `/sources/${source.id}`, { paused: true })).json.state, 'paused');
  assert.equal((await server.ask('POST', `/sources/${source.id}/check`, {})).status, 409);
  await writeFile(join(path, 'a.txt'), invoice(1));
  const resumed = await server.ask('PATCH', `/sources/${source.id}`, { paused: false, name: 'Scanner' });
  assert.deepEqual([resumed.json.state, resumed.json.name], ['active', 'Scanner']);
  await lookUntil(server, source.id, 'the file', ({ files }) => files === 1);

  // Without its classification it takes nothing, and says so.
  await server.ask('DELETE', `/classifications/${classificationId}`);
  await writeFile(join(path, 'b.txt'), invoice(2));
  const orphan = await lookUntil(server, source.id, 'the error', ({ lastError }) => lastError);
  assert.match(orphan.lastError.message, /classification of this source was deleted/);
  assert.ok((await readdir(path)).includes('b.txt'));

  assert.equal((await server.ask('DELETE', `/sources/${source.id}`)).status, 204);
  assert.equal((await server.ask('GET', `/sources/${source.id}`)).status, 404);
  assert.deepEqual((await server.ask('GET', '/sources')).json.items, []);
});

test('the command line lists sources, pauses, resumes and hastens them, and leaves a record', async () => {
  await using watched = await startWatching();
  const { server, path } = watched;
  const { json: source } = await watched.make({ path });
  const main = resolve(import.meta.dirname, '../src/cli/main.ts');
  const env = {
    ...process.env,
    DATA_DIR: server.dataDir,
    ...(server.location !== server.dataDir && { DATABASE_URL: server.location }),
  };
  const mailroom = (...args: string[]) =>
    promisify(execFile)(process.execPath, [main, 'sources', ...args], { env });
  const state = async () => (await server.ask('GET', `/sources/${source.id}`)).json.state;

  assert.match((await mailroom('pause', source.id)).stderr, /is paused/);
  assert.equal(await state(), 'paused');
  assert.match((await mailroom('list')).stdout, new RegExp(`^${source.id} +default +paused +0 `, 'm'));
  await assert.rejects(mailroom('check', source.id), { code: 1, stderr: /resume it first/ });
  await mailroom('resume', source.id);
  assert.equal(await state(), 'active');
  await mailroom('check', source.id);
  await assert.rejects(mailroom('pause', '-nothing'), { code: 1, stderr: /There is no source -nothing/ });
  await assert.rejects(mailroom('pause'), { code: 2 });
  const { items } = (await server.ask('GET', '/audit-events?action=sources.update')).json;
  assert.deepEqual(
    items.map(({ actor, resource }: Json) => [actor.name, resource.id]),
    [
      ['mailroom sources', source.id],
      ['mailroom sources', source.id],
    ],
  );
});
