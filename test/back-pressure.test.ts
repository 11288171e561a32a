/** What is refused before memory or disk is in danger, and when the disk is full all the same. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createUploadGate } from '../src/http/upload-gate.ts';
import { call, classifications, createSomeClassification, listen, openTestApp, upload } from './api-app.ts';
import * as server from './server-process.ts';
import { deskKey, formOf, officeTypes, startDesk } from './v2-server.ts';

const run = promisify(execFile);
const letter = [{ name: 'letter.txt', content: 'Total due 5.00' }];

test('beyond the uploads that are taken in at the same time, one is told to come back', async () => {
  await using app = await openTestApp({ uploadsMax: 0 });
  const classificationId = await createSomeClassification(app);
  await assertToldToWait(app, classificationId, 503, /Too many uploads/);
});

test('every route that takes files refuses them when there is no place left', async () => {
  await using desk = await startDesk({ MAX_UPLOADS_IN_FLIGHT: '1' });
  const { json } = await desk.ask('POST', '/classifications', { name: 'Post', documentTypes: officeTypes });
  const { json: set } = await desk.ask('POST', '/evaluation-sets', {
    classificationId: json.id,
    name: 'Ours',
    source: 'upload',
  });
  const stop = new AbortController();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const part = (disposition: string, text: string) =>
    `--B\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${text}`;
  const begun = `${part('name="classificationId"', json.id)}\r\n${part('name="files"; filename="a"', 'a')}`;
  void writable.getWriter().write(Buffer.from(begun));
  const endless = fetch(`${desk.url}/api/v2/batches`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${deskKey}`,
      'content-type': 'multipart/form-data; boundary=B',
    },
    body: readable,
    duplex: 'half',
    signal: stop.signal,
  } as RequestInit);
  endless.catch(() => {});
  const labelledForm = () => {
    const form = new FormData();
    form.set('documentType', 'Invoice');
    form.append('files', new Blob(['Total due 5.00']), 'a.txt');
    return form;
  };
  const file = { name: 'a.txt', bytes: Buffer.from('a') };
  const uploads: readonly (readonly [string, () => FormData])[] = [
    ['/batches', () => formOf(json.id, [file])],
    [`/classifications/${json.id}/examples`, labelledForm],
    [`/evaluation-sets/${set.id}/files`, labelledForm],
  ];
  for (const [path, form] of uploads) {
    await server.until(`a refusal of ${path}`, async () => {
      const { status, headers } = await desk.ask('POST', path, form());
      return (status === 503 && headers.has('retry-after')) || undefined;
    });
  }
  stop.abort();
  await server.until('that files are taken again', async () => {
    const { status } = await desk.ask('POST', uploads[1]![0], labelledForm());
    return status === 201 || undefined;
  });
});

test('one workspace fills three quarters of the places for uploads; the rest is there for others', async () => {
  await using app = await openTestApp();
  const limits = { uploadsMax: 8, openJobsMax: 1, freeBytesMin: 0 };
  const gate = createUploadGate(app.database, { dataDir: tmpdir(), limits });
  const enter = async (workspaceId: string) => {
    const place = gate.enter(workspaceId);
    return place.admit().then(
      () => place,
      () => place[Symbol.dispose](),
    );
  };
  const countOf = async (workspaceId: string) => {
    const places = await Promise.all(Array.from({ length: 20 }, () => enter(workspaceId)));
    return places.filter((place) => place !== undefined);
  };
  const greedy = await countOf('greedy');
  assert.equal(greedy.length, 6);
  const modest = await countOf('modest');
  assert.equal(modest.length, 2);
  assert.equal((await countOf('late')).length, 0);
  for (const place of [...greedy, ...modest]) place[Symbol.dispose]();
  assert.equal((await countOf('greedy')).length, 6);
});

test('with little room left on the disk, uploads are told to come back, and nothing of them is stored', async () => {
  await using app = await openTestApp({ freeBytesMin: Number.MAX_SAFE_INTEGER });
  const classificationId = await createSomeClassification(app);
  await assertToldToWait(app, classificationId, 503, /nearly out of room/);
  assert.equal(await app.blobCount(), 0);
});

test('a workspace with too many unfinished files is told to come back until some are done', async () => {
  await using app = await openTestApp({ openJobsMax: 2 });
  const classificationId = await createSomeClassification(app);
  const { json } = await upload(app, { classificationId }, [...letter, ...letter]);
  await server.until('a refusal', async () => {
    const { status } = await upload(app, { classificationId }, letter);
    return status === 429 || undefined;
  });
  await assertToldToWait(app, classificationId, 429, /wait already/);
  await call(app, 'DELETE', `${classifications}/deleteBatch`, { classificationId, batchId: json.batchId });
  await app.database.deleteFrom('jobs').execute();
  await app.database.deleteFrom('job_groups').execute();
  await app.database.deleteFrom('job_changes').execute();
  await server.until('that it is accepted again', async () => {
    const { status } = await upload(app, { classificationId }, letter);
    return status === 200 || undefined;
  });
});

const skip = process.getuid?.() !== 0 && 'needs root, to mount a small disk';

test('a full disk refuses uploads, loses nothing, and takes them again when there is room', {
  skip,
}, async (t) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-full-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder.path]);
  } catch {
    return t.skip('mounting is not allowed here');
  }
  try {
    await fillDisk(folder.path);
  } finally {
    await run('umount', ['-l', folder.path]);
  }
});

async function fillDisk(dataDir: string): Promise<void> {
  const environment = { MIN_FREE_DISK_MB: '0', LOG_LEVEL: 'fatal', READERS: '1' };
  await using running = await server.startServerProcess(dataDir, environment);
  const { url } = running;
  const created = await server.call(url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: {
      name: 'Post',
      documentTypes: [{ name: 'Invoice', description: 'A bill', uniqueWords: ['total due'] }],
    },
  });
  const { classificationId } = created.json;
  const bytes = Uint8Array.from(randomBytes(2_000_000));
  const accepted: { batchId: string; url: string }[] = [];
  for (;;) {
    const { status, json } = await server.upload(url, classificationId, [['noise.bin', bytes]]);
    if (status !== 200) {
      assert.equal(status, 507, JSON.stringify(json));
      break;
    }
    accepted.push({ batchId: json.batchId, url: json.files[0].url });
  }
  assert.ok(accepted.length >= 3, `${accepted.length} uploads fit`);
  for (const file of accepted) {
    const original = await fetch(file.url);
    assert.deepEqual(new Uint8Array(await original.arrayBuffer()), bytes);
  }
  const gone = accepted.splice(0, 2);
  for (const { batchId } of gone) {
    await server.call(url, 'DELETE', '/documentClassification/deleteBatch', { classificationId, batchId });
  }
  const { status, json } = await server.upload(url, classificationId, [['noise.bin', bytes]]);
  assert.equal(status, 200, JSON.stringify(json));
  for (const { batchId } of [...accepted, json as { batchId: string }]) {
    const { files } = await server.results(url, classificationId, batchId);
    assert.equal(files[0].status, 'failed');
  }
}

async function assertToldToWait(
  app: Awaited<ReturnType<typeof openTestApp>>,
  classificationId: string,
  status: number,
  message: RegExp,
): Promise<void> {
  const form = new FormData();
  form.set('classificationId', classificationId);
  form.append('files', new Blob(['Total due 5.00']), 'letter.txt');
  const url = await listen(app);
  const answer = await fetch(`${url}${classifications}/uploadFiles`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.key}` },
    body: form,
  });
  assert.equal(answer.status, status);
  assert.match(((await answer.json()) as { message: string }).message, message);
  assert.ok(Number(answer.headers.get('retry-after')) > 0);
}
