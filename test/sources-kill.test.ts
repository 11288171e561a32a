import assert from 'node:assert/strict';
import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startServerProcess, testKey, until } from './server-process.ts';
import { type Json, officeTypes } from './v2-server.ts';

const invoice = (number: number) => `Invoice\nInvoice number: ${number}\nBill to: us\nAmount due: 12.00 EUR`;

test('a server killed at any moment neither loses a file of a watched folder nor takes one twice', async () => {
  await using data = await mkdtempDisposable(join(tmpdir(), 'mailroom-sources-kill-'));
  await using watched = await mkdtempDisposable(join(tmpdir(), 'mailroom-sources-killed-'));
  const environment = { WATCH_ROOTS: watched.path, READERS: '1', OCR_LANGUAGES: 'eng' };
  const count = 120;
  const ask = async (url: string, path: string, method = 'GET', body?: unknown): Promise<Json> => {
    const response = await fetch(`${url}/api/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return response.json() as Promise<Json>;
  };
  let sourceId = '';
  for (let round = 0; round < 3; round += 1) {
    const server = await startServerProcess(data.path, environment);
    if (round === 0) {
      const { id: classificationId } = await ask(server.url, '/classifications', 'POST', {
        name: 'Mail',
        documentTypes: officeTypes,
      });
      const folder = { path: watched.path };
      sourceId = (await ask(server.url, '/sources', 'POST', { classificationId, folder })).id;
      for (let index = 0; index < count; index += 1) {
        await writeFile(join(watched.path, `letter ${index}.txt`), invoice(index));
      }
    }
    // From the moment on that the first are taken, a little later each time.
    await until('a file is taken', async () => {
      await ask(server.url, `/sources/${sourceId}/check`, 'POST', {});
      return (await ask(server.url, `/sources/${sourceId}`)).files > 0 || undefined;
    });
    for (let step = 0; step < round; step += 1) await ask(server.url, `/sources/${sourceId}`);
    await server.kill();
  }
  await using server = await startServerProcess(data.path, environment);
  await until('all are moved', async () => {
    await ask(server.url, `/sources/${sourceId}/check`, 'POST', {});
    const left = await readdir(watched.path);
    return (left.length === 1 && left[0] === 'processed') || undefined;
  });
  const { items } = await ask(server.url, '/files?limit=500');
  assert.deepEqual(
    (items as Json[]).map(({ name }) => name).toSorted(),
    Array.from({ length: count }, (_, index) => `letter ${index}.txt`).toSorted(),
  );
  assert.equal((await readdir(join(watched.path, 'processed'))).length, count);
});
