import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { availableLayers, launchSandboxed } from '../src/engine/sandbox.ts';
import { startDesk } from './v2-server.ts';

const program = join(import.meta.dirname, 'escaping-child.ts');
const denied = 'ERR_ACCESS_DENIED';

test('a reader that was taken over reads its files and nothing else, writes nothing, reaches nobody', async (context) => {
  await using server = await startDesk();
  await using elsewhere = await mkdtempDisposable(join(tmpdir(), 'mailroom-elsewhere-'));
  let connections = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  const blobs = join(server.dataDir, 'blobs');
  await writeFile(join(blobs, 'original'), 'a document');
  const wishes = {
    read: {
      'read its file': join(blobs, 'original'),
      'read the database': join(server.dataDir, 'mailroom.db'),
      'read the signing key': join(server.dataDir, 'signing.key'),
      'read an account file': '/etc/passwd',
      'read the environment of the server': `/proc/${process.pid}/environ`,
      'read the settings': join(import.meta.dirname, '../.env.example'),
    },
    write: {
      'write over its file': join(blobs, 'original'),
      'write beside its file': join(blobs, 'other'),
      'write into the temporary folder': join(elsewhere.path, 'x'),
      'write into the home folder': join(homedir(), '.mailroom-was-here'),
    },
    port,
  };
  const { execPath, execArgv } = launchSandboxed([], [blobs, import.meta.dirname]);
  const child = fork(program, [JSON.stringify(wishes)], { execPath, execArgv: [...execArgv] });
  const [outcomes] = (await once(child, 'message')) as [Record<string, string>];
  listener.close();

  const {
    'read its file': own,
    'connect to the machine': connect,
    'start a program': start,
    ...others
  } = outcomes;
  assert.equal(own, 'done');
  assert.equal(Object.keys(others).length, 9);
  for (const [name, outcome] of Object.entries(others)) assert.equal(outcome, denied, name);
  if (!execArgv.includes('--allow-child-process')) assert.equal(start, denied);
  if (!availableLayers().network) return context.skip('this machine allows no network namespaces');
  assert.equal(connect, 'ENETUNREACH');
  assert.equal(connections, 0);
});

test('operations tell what holds the readers', async () => {
  await using server = await startDesk();
  const { json } = await server.ask('GET', '/operations');
  assert.deepEqual(json.sandbox, availableLayers());
});
