import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { call, results, startServerProcess, testKey, upload } from './server-process.ts';

/** Two kinds of in-house letters that no name, description or word tells apart. */
const documentTypes = [
  { name: 'Form A', description: 'In-house form', uniqueWords: [] },
  { name: 'Form B', description: 'In-house form', uniqueWords: [] },
];
const letters = {
  a: (number: number) =>
    `Greenhouse watering schedule ${number}\n\nTomatoes in bed ${number}, cucumbers on the south wall.\nFertilise on Tuesday, prune the vines.`,
  b: (number: number) =>
    `Locomotive inspection sheet ${number}\n\nBoiler pressure ${number} bar, coupling rods greased.\nReplace brake blocks, check the firebox.`,
};

test('a corrected answer improves the very next one, and taking it back forgets it', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-learning-'));
  await using server = await startServerProcess(dir.path);
  const created = await call(server.url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'House', documentTypes },
  });
  const classificationId = created.json.classificationId as string;
  const ask = async (texts: readonly string[]) => {
    const pile = texts.map((text, index) => [`${index}.txt`, text] as const);
    const { json } = await upload(server.url, classificationId, pile);
    return (await results(server.url, classificationId, json.batchId)).files as any[];
  };
  const correct = async (fileIds: readonly string[], documentType: string) => {
    const response = await desk(server.url, 'POST', '/corrections', { fileIds, documentType });
    assert.ok(response.ok, await response.text());
  };

  const taught = await ask([letters.a(1), letters.a(2), letters.b(1), letters.b(2)]);
  const ids = taught.map((file) => file.fileId as string);
  await correct(ids.slice(0, 2), 'Form A');
  await correct(ids.slice(2), 'Form B');
  const next = await ask([letters.a(3), letters.b(3)]);
  assert.deepEqual(
    next.map((file) => file.result.documentType),
    ['Form A', 'Form B'],
  );

  for (const id of ids) assert.ok((await desk(server.url, 'DELETE', `/files/${id}/correction`)).ok);
  const [forgotten] = await ask([letters.a(3)]);
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
