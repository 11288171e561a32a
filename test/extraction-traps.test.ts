/** How published clients read the answers, re-implemented from their description: each against the real API. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, fail, finishExtracted, type Json, openTestApp, type TestApp, upload } from './api-app.ts';

const details = { name: 'CVs', language: 'English', fields: [{ key: 'name' }] };
const ask = async (app: TestApp, name: string, body: unknown) =>
  (await call(app, 'POST', `/api/v1/${name}`, body)).json;

async function uploadTwo(app: TestApp) {
  const { extractionId } = await ask(app, 'createExtraction', { extractionDetails: details });
  const files = [
    { name: 'a.txt', content: 'a' },
    { name: 'b.txt', content: 'b' },
  ];
  const { json } = await upload(app, { extractionId }, files, '/api/v1/uploadFiles');
  const ids = { extractionId: extractionId as string, batchId: json.batchId as string };
  return { ids, uploaded: json, fileIds: json.files.map((file: Json) => file.fileId) as string[] };
}

const finishBoth = async (app: TestApp, [first, second]: readonly string[]) => {
  await finishExtracted(app, first!, { personal: { name: 'Jo Doe' }, skills: [] });
  await fail(app, second!);
};

/** Returns what the poller makes of the answer: undefined to ask again. */
type Reader = (answer: Json) => 'done' | undefined;

const readers: Readonly<Record<string, Reader>> = {
  // `files` truthy means done, an `error` key means failure.
  'the older Activepieces piece': (answer) => {
    if (answer.error) throw new Error('failure');
    return answer.files ? 'done' : undefined;
  },
  // Anything but waiting and processed is an error; without a status that of the first file counts.
  'the React form with a language model behind it': (answer) => {
    const status = answer.status || answer.files[0].status;
    if (status === 'waiting') return undefined;
    if (status !== 'processed') throw new Error(`Unexpected status ${status}`);
    return 'done';
  },
  // An empty list means finished, and the name is split into words.
  'the résumé form': (answer) => {
    if (!answer.files) return undefined;
    assert.ok(answer.files[0].result.personal.name.split(' ').length > 0);
    return 'done';
  },
  // Takes the first file at once, and reaches into nested objects.
  'the Express demo': (answer) => {
    if (answer.status === 'waiting') return undefined;
    assert.equal(answer.files[0].result.personal.name, 'Jo Doe');
    return 'done';
  },
  // Lower-cased file status, in two families.
  'the Laravel extractor': (answer) => {
    const states = (answer.files ?? []).map((file: Json) => file.status.toLowerCase());
    if (states.length === 0) return undefined;
    for (const state of states) {
      assert.ok(['processed', 'completed', 'done'].includes(state) || ['failed', 'error'].includes(state));
    }
    assert.ok(answer.files[1].error);
    return 'done';
  },
};

for (const [client, read] of Object.entries(readers)) {
  test(`${client} waits while a file is worked on, then reads the result`, async () => {
    for (const batchResultsStatus of [undefined, 'processed'] as const) {
      await using app = await openTestApp({ batchResultsStatus });
      const { ids, fileIds } = await uploadTwo(app);
      assert.equal(read(await ask(app, 'getBatchResults', ids)), undefined);
      await finishBoth(app, fileIds);
      assert.equal(read(await ask(app, 'getBatchResults', ids)), 'done');
    }
  });
}

test('the résumé script reads status without looking: it needs BATCH_RESULTS_STATUS=processed', async () => {
  /** Python's `result["status"] == "waiting"`: a KeyError where there is none. */
  const isWaiting = (answer: Json): boolean => {
    if (!('status' in answer)) throw new Error("KeyError: 'status'");
    return answer.status === 'waiting';
  };
  for (const batchResultsStatus of [undefined, 'processed'] as const) {
    await using app = await openTestApp({ batchResultsStatus });
    const { ids, fileIds } = await uploadTwo(app);
    assert.equal(isWaiting(await ask(app, 'getBatchResults', ids)), true);
    await finishBoth(app, fileIds);
    const answer = await ask(app, 'getBatchResults', ids);
    if (batchResultsStatus === undefined) assert.throws(() => isWaiting(answer), /KeyError/);
    else assert.equal(isWaiting(answer), false);
  }
});

test('a client that ignores the batchId of its upload finds the batch in viewExtraction', async () => {
  await using app = await openTestApp();
  const { ids, fileIds } = await uploadTwo(app);
  const poll = async () => {
    const view = await ask(app, 'viewExtraction', { extractionId: ids.extractionId });
    const [[batchId, batch]] = Object.entries<Json>(view.extractionDetails.batches) as [[string, Json]];
    const state = String(batch.status).toLowerCase();
    if (['failed', 'error'].includes(state)) throw new Error(state);
    return ['finished', 'completed', 'done'].includes(state) ? batchId : undefined;
  };
  assert.equal(await poll(), undefined);
  await finishBoth(app, fileIds);
  assert.equal(await poll(), ids.batchId);
});

test('strict clients find literals, numbers and texts where they demand them', async () => {
  await using app = await openTestApp();
  const created = await ask(app, 'createExtraction', { extractionDetails: details });
  assert.deepEqual([created.status, typeof created.createdAt], ['created', 'number']);
  const { ids, uploaded, fileIds } = await uploadTwo(app);
  assert.equal(uploaded.status, 'uploaded');
  for (const file of uploaded.files) {
    assert.deepEqual(
      ['fileId', 'fileName', 'numberOfPages', 'url'].map((key) => typeof file[key]),
      ['string', 'string', 'number', 'string'],
    );
  }
  await finishBoth(app, fileIds);
  const { extractionDetails } = await ask(app, 'viewExtraction', ids);
  const [batch] = Object.values<Json>(extractionDetails.batches);
  assert.deepEqual(
    [typeof batch!.filesNo, typeof batch!.startTime, batch!.origin, batch!.status],
    ['number', 'string', 'api', 'finished'],
  );
  const answer = await ask(app, 'getBatchResults', ids);
  assert.ok(!('error' in answer) && !('status' in answer));
  const updated = await call(app, 'PATCH', '/api/v1/updateExtraction', {
    extractionId: ids.extractionId,
    extractionDetails: { name: 'x' },
  });
  assert.deepEqual([updated.json.status, typeof updated.json.updatedAt], ['updated', 'number']);
  const deleted = await call(app, 'DELETE', '/api/v1/deleteExtraction', {
    extractionId: ids.extractionId,
  });
  assert.deepEqual([deleted.json.status, typeof deleted.json.deletedAt], ['deleted', 'number']);
});

test('a stray DELETE without body or key, as one published sample makes it, deletes nothing', async () => {
  await using app = await openTestApp();
  const { ids } = await uploadTwo(app);
  const stray = await app.app.inject({ method: 'DELETE', url: '/api/v1/deleteExtraction' });
  assert.equal(stray.statusCode, 401);
  assert.equal((await ask(app, 'getBatchResults', ids)).status, 'waiting');
});

test('browsers of other sites may ask: two clients are web pages', async () => {
  await using app = await openTestApp();
  const preflight = await app.app.inject({
    method: 'OPTIONS',
    url: '/api/v1/getBatchResults',
    headers: {
      origin: 'https://client.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  assert.equal(preflight.statusCode, 204);
  assert.equal(preflight.headers['access-control-allow-origin'], '*');
});
