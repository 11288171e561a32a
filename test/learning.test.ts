import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { houseTypes as documentTypes, letter } from './house-letters.ts';
import { call, results, startServerProcess, testKey, upload } from './server-process.ts';

test('a corrected answer improves the very next one, and taking it back forgets it', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-learning-'));
  await using server = await startServerProcess(dir.path);
  const created = await call(server.url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'House', documentTypes },
  });
  const classificationId = created.json.classificationId as string;
  const ask = async (letters: readonly ReturnType<typeof letter>[]) => {
    const pile = letters.map(({ name, bytes }) => [name, String(bytes)] as const);
    const { json } = await upload(server.url, classificationId, pile);
    return (await results(server.url, classificationId, json.batchId)).files as any[];
  };
  const correct = async (fileIds: readonly string[], documentType: string) => {
    const response = await desk(server.url, 'POST', '/corrections', { fileIds, documentType });
    assert.ok(response.ok, await response.text());
  };

  const taught = await ask([
    letter('Form A', 1),
    letter('Form A', 2),
    letter('Form B', 1),
    letter('Form B', 2),
  ]);
  const ids = taught.map((file) => file.fileId as string);
  await correct(ids.slice(0, 2), 'Form A');
  await correct(ids.slice(2), 'Form B');
  const next = await ask([letter('Form A', 3), letter('Form B', 3)]);
  assert.deepEqual(
    next.map((file) => file.result.documentType),
    ['Form A', 'Form B'],
  );

  for (const id of ids) assert.ok((await desk(server.url, 'DELETE', `/files/${id}/correction`)).ok);
  const [forgotten] = await ask([letter('Form A', 3)]);
  assert.ok(
    forgotten.result.documentType !== 'Form A' || forgotten.result.confidence < next[0].result.confidence,
  );
});

function desk(url: string, method: string, path: string, body?: unknown) {
  return fetch(`${url}/api/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
