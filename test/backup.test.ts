import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { invoiceText } from './extraction-calls.ts';
import { call, results, startServerProcess, upload } from './server-process.ts';

const main = resolve(import.meta.dirname, '../src/cli/main.ts');
const skip = process.env.TEST_DATABASE_URL !== undefined && 'PostgreSQL has backups of its own';

test('a server started on a backup of a running one has everything that was acknowledged before it', {
  skip,
}, async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-backup-'));
  const dataDir = join(dir.path, 'data');
  const target = join(dir.path, 'backup');
  const backup = async () => {
    const { stderr } = await promisify(execFile)(process.execPath, [main, 'backup', target], {
      env: { ...process.env, DATA_DIR: dataDir },
    });
    return stderr;
  };
  await using server = await startServerProcess(dataDir, { READERS: '1' });
  const documentTypes = [
    { name: 'Invoice', description: 'Bill', uniqueWords: ['amount due'] },
    { name: 'Receipt', description: 'Proof of payment', uniqueWords: ['cash'] },
  ];
  const { json } = await call(server.url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'Kept', documentTypes },
  });
  const { classificationId } = json;
  const early = await upload(server.url, classificationId, [['early.txt', invoiceText(1)]]);
  await results(server.url, classificationId, early.json.batchId);
  assert.match(await backup(), /blobs: 2 copied, 0 there already/);

  // Most of these wait or are worked on while the second backup is made.
  const pile = Array.from({ length: 60 }, (_, index) => [`${index}.txt`, invoiceText(index)] as const);
  const late = await upload(server.url, classificationId, pile);
  assert.match(await backup(), /blobs: \d+ copied, 2 there already/);
  await server.kill();

  await using restored = await startServerProcess(target, { READERS: '1' });
  for (const { json: uploaded } of [early, late]) {
    const { files } = await results(restored.url, classificationId, uploaded.batchId);
    assert.deepEqual(
      files.map(({ fileId, status, result }: any) => [fileId, status, result?.documentType]),
      uploaded.files.map(({ fileId }: any) => [fileId, 'processed', 'Invoice']),
    );
    // A link that was given before opens: the signing key is in the backup, and so are the bytes.
    const { pathname, search } = new URL(uploaded.files[0].url);
    const original = await fetch(`${restored.url}${pathname}${search}`);
    assert.match(await original.text(), /^INVOICE/);
  }
});
