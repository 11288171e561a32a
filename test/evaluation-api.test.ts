/** Evaluation sets, evaluations, the guard of changes and answers given anew, on the whole server. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createApiKey } from '../src/storage/api-keys.ts';
import { openDatabase } from '../src/storage/database.ts';
import { createWorkspace } from '../src/storage/workspaces.ts';
import { letter } from './house-letters.ts';
import { labelled, learningDesk } from './learning-desk.ts';
import { type Json, startDesk } from './v2-server.ts';

const server = await startDesk();
after(() => server[Symbol.asyncDispose]());
const { ask } = server;
const { make, addExamples, addToSet, makeSet, answer, evaluate } = learningDesk(server);

const letters = (type: 'Form A' | 'Form B', numbers: readonly number[]) =>
  numbers.map((number) => letter(type, number));

test('an uploaded set tells how right each version is, and which files two versions answer otherwise', async () => {
  const id = await make();
  const setId = await makeSet(id, 'upload');
  assert.match((await ask('POST', '/evaluations', { setId })).json.detail, /no files yet/);
  await addToSet(setId, 'Form A', letters('Form A', [11, 12, 13]));
  await addToSet(setId, 'Form B', letters('Form B', [11, 12, 13]));
  await addExamples(id, 'Form A', letters('Form A', [1, 2]));
  await addExamples(id, 'Form B', letters('Form B', [1, 2]));
  const taught = await evaluate(setId);
  assert.deepEqual([taught.state, taught.version, taught.files, taught.answered], ['finished', 5, 6, 6]);
  const { summary } = taught;
  assert.deepEqual([summary.accuracy, summary.macroF1, summary.accuracyInterval], [1, 1, [1, 1]]);
  assert.deepEqual(summary.confusion, [
    { expected: 'Form A', answer: 'Form A', files: 3 },
    { expected: 'Form B', answer: 'Form B', files: 3 },
  ]);
  assert.deepEqual(
    summary.types.map(({ documentType, f1, support }: Json) => [documentType, f1, support]),
    [
      ['Form A', 1, 3],
      ['Form B', 1, 3],
    ],
  );
  assert.deepEqual([summary.coverage.length, summary.coverage[0].accuracy], [21, 1]);
  assert.ok(summary.millisecondsPerFile > 0);
  const untaught = await evaluate(setId, 1);
  assert.ok(untaught.summary.accuracy < 1, `${untaught.summary.accuracy}`);
  const { json: comparison } = await ask('GET', `/evaluations/${taught.id}/comparison?with=${untaught.id}`);
  assert.deepEqual([comparison.files, comparison.worse], [6, 0]);
  assert.ok(comparison.better >= 3);
  assert.equal(comparison.changed.length, comparison.better);
  assert.ok(comparison.changed.every(({ expected, after: now }: Json) => expected === now));
  const { json: wrong } = await ask('GET', `/evaluations/${untaught.id}/answers?right=false`);
  assert.equal(wrong.items.length, comparison.better);
  const { json: cell } = await ask('GET', `/evaluations/${taught.id}/answers?expected=Form%20A&limit=2`);
  assert.deepEqual(
    cell.items.map(({ expected, answer: given }: Json) => [expected, given]),
    [
      ['Form A', 'Form A'],
      ['Form A', 'Form A'],
    ],
  );
  const { json: rest } = await ask(
    'GET',
    `/evaluations/${taught.id}/answers?expected=Form%20A&limit=2&cursor=${cell.next}`,
  );
  assert.deepEqual([rest.items.length, rest.next], [1, undefined]);
  const { json: list } = await ask('GET', `/evaluations?setId=${setId}`);
  assert.deepEqual(
    list.items.filter(({ automatic }: Json) => !automatic).map((each: Json) => each.id),
    [untaught.id, taught.id],
  );
  assert.equal((await ask('DELETE', `/evaluations/${untaught.id}`)).status, 204);
  assert.equal((await ask('GET', `/evaluations/${untaught.id}`)).status, 404);
  assert.equal((await ask('DELETE', `/evaluation-sets/${setId}`)).status, 204);
  assert.equal((await ask('GET', `/evaluations/${taught.id}`)).status, 404);
});

test('a corrected file is evaluated without its own correction, and without that of a copy', async () => {
  const id = await make();
  const [alone] = await answer(id, letters('Form B', [1, 1]));
  const [, copy] = (await ask('GET', `/files?batchId=${alone!.batchId}`)).json.items;
  const fileIds = [alone!.id, copy.id];
  await ask('POST', '/corrections', { fileIds, documentType: 'Form B' });
  const setId = await makeSet(id, 'corrections');
  const { files, guards } = (await ask('GET', `/evaluation-sets/${setId}`)).json;
  assert.deepEqual([files, guards], [2, true]);
  const evaluation = await evaluate(setId);
  assert.deepEqual([evaluation.version, evaluation.files], [2, 2]);
  const { json } = await ask('GET', `/evaluations/${evaluation.id}/answers`);
  for (const item of json.items) {
    assert.deepEqual([item.expected, item.answer], ['Form B', alone!.documentType]);
    assert.equal(item.confidence, alone!.confidence);
  }
  const [next] = await answer(id, letters('Form B', [1]));
  assert.deepEqual(
    [next!.documentType, alone!.documentType === 'Form B'],
    ['Form B', false],
    'another copy that comes in is answered as corrected',
  );
});

test('types that answer the set worse are refused with the comparison, and saved by force', async () => {
  const kind = (name: string, uniqueWords: readonly string[]) => ({ name, description: '', uniqueWords });
  const garden = ['greenhouse', 'tomatoes', 'fertilise'];
  const railway = ['locomotive', 'boiler pressure'];
  const documentTypes = [kind('Kind 1', garden), kind('Kind 2', railway)];
  const { json: made } = await ask('POST', '/classifications', { name: 'Kinds', documentTypes });
  const path = `/classifications/${made.id}`;
  const setId = await makeSet(made.id, 'upload');
  await addToSet(setId, 'Kind 1', letters('Form A', [1]));
  await addToSet(setId, 'Kind 2', letters('Form B', [1]));
  const harmless = [kind('Kind 1', [...garden, 'vines']), kind('Kind 2', railway)];
  assert.equal((await ask('PATCH', path, { revision: 1, documentTypes: harmless })).status, 200);
  const swapped = [kind('Kind 1', railway), kind('Kind 2', garden)];
  const refused = await ask('PATCH', path, { revision: 2, documentTypes: swapped });
  assert.deepEqual(
    [refused.status, refused.json.code, refused.json.retryable],
    [409, 'worse_on_evaluation', false],
  );
  assert.deepEqual(
    [refused.json.comparison.files, refused.json.comparison.better, refused.json.comparison.worse],
    [2, 0, 2],
  );
  assert.deepEqual((await ask('GET', path)).json.documentTypes, harmless, 'nothing was saved');
  assert.equal((await ask('PATCH', path, { revision: 2, settings: { reviewThreshold: 0.9 } })).status, 200);
  const onlyOther = { revision: 3, settings: { otherThreshold: 0 } };
  assert.equal((await ask('PATCH', path, onlyOther)).json.code, 'worse_on_evaluation');
  const forced = await ask('PATCH', path, { ...onlyOther, force: true });
  assert.deepEqual([forced.status, forced.json.settings], [200, { otherThreshold: 0 }]);
  const { json: versions } = await ask('GET', `${path}/versions?limit=1`);
  assert.equal(versions.items[0].verdict, 'accepted');
});

test('files that nobody decided on are answered anew by what was learned, when asked to', async () => {
  const id = await make();
  const files = await answer(id, [...letters('Form A', [1, 2, 3]), ...letters('Form B', [1, 2, 3])]);
  const { batchId } = files[0]!;
  const idOf = (name: string) => files.find((file) => file.name === name)!.id as string;
  const taught = (type: string) => [idOf(`${type} 1.txt`), idOf(`${type} 2.txt`)];
  for (const documentType of ['Form A', 'Form B']) {
    await ask('POST', '/corrections', { fileIds: taught(documentType), documentType });
  }
  const path = `/batches/${batchId}/reanswers`;
  const { json: dry } = await ask('POST', path, {});
  assert.deepEqual([dry.version, dry.examined, dry.applied], [3, 2, []]);
  const changed = dry.changed.find(({ name }: Json) => name === 'Form B 3.txt');
  assert.equal(changed.after.documentType, 'Form B');
  const before = await ask('GET', `/files/${changed.fileId}`);
  assert.deepEqual(before.json.documentType, changed.before.documentType, 'a look changes nothing');
  const decided = idOf('Form A 2.txt');
  const { json: applied } = await ask('POST', path, { apply: true, fileIds: [changed.fileId, decided] });
  assert.deepEqual(applied.applied, [changed.fileId]);
  const { json: now } = await ask('GET', `/files/${changed.fileId}`);
  assert.deepEqual([now.documentType, now.version, now.correction], ['Form B', 3, undefined]);
  const { json: kept } = await ask('GET', `/files/${decided}`);
  assert.deepEqual([kept.confidence, kept.version], [1, 1], 'a decided file is not touched');
  const { json: again } = await ask('POST', path, {});
  assert.deepEqual(again.changed.map(({ name }: Json) => name).includes('Form B 3.txt'), false);
});

test('an evaluation can be stopped', async () => {
  const id = await make();
  const setId = await makeSet(id, 'upload');
  await addToSet(setId, 'Form A', letters('Form A', [1]));
  const { json: begun } = await ask('POST', '/evaluations', { setId });
  const { json: stopped } = await ask('POST', `/evaluations/${begun.id}/cancel`, {});
  assert.ok(['cancelled', 'finished'].includes(stopped.state));
  const { json: again } = await ask('POST', `/evaluations/${begun.id}/cancel`, {});
  assert.equal(again.state, stopped.state, 'and stays as it ended');
});

test('sets and evaluations of another workspace are as missing', async () => {
  const id = await make();
  const setId = await makeSet(id, 'upload');
  const [fileId] = await addToSet(setId, 'Form A', letters('Form A', [1]));
  const { id: evaluationId } = await evaluate(setId);
  const [file] = await answer(id, letters('Form A', [2]));
  const database = await openDatabase(server.location);
  const { id: workspaceId } = await createWorkspace(database, 'stranger');
  const { key } = await createApiKey(database, { workspaceId, name: 'stranger' });
  await database.destroy();
  const headers = { authorization: `Bearer ${key}` };
  for (const [method, path, body] of [
    ['POST', '/evaluation-sets', { classificationId: id, name: 'mine', source: 'upload' }],
    ['GET', `/evaluation-sets/${setId}`],
    ['DELETE', `/evaluation-sets/${setId}`],
    ['GET', `/evaluation-sets/${setId}/files`],
    ['POST', `/evaluation-sets/${setId}/files`, labelled('Form A', letters('Form A', [1]))],
    ['DELETE', `/evaluation-sets/${setId}/files/${fileId}`],
    ['POST', '/evaluations', { setId }],
    ['GET', `/evaluations/${evaluationId}`],
    ['DELETE', `/evaluations/${evaluationId}`],
    ['POST', `/evaluations/${evaluationId}/cancel`, {}],
    ['GET', `/evaluations/${evaluationId}/answers`],
    ['GET', `/evaluations/${evaluationId}/comparison?with=${evaluationId}`],
    ['POST', `/batches/${file!.batchId}/reanswers`, {}],
  ] as const) {
    const { status, json } = await ask(method, path, body, headers);
    assert.deepEqual([status, json.code], [404, 'not_found'], `${method} ${path}`);
  }
  for (const path of ['/evaluations', '/evaluation-sets']) {
    assert.deepEqual((await ask('GET', path, undefined, headers)).json, { items: [] }, path);
  }
});
