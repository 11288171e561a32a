/** Evaluation, examples and the guard at the desk, as a person meets them. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { writeZip } from '../src/http/v2/zip-stream.ts';
import { letter } from './house-letters.ts';
import { learningDesk } from './learning-desk.ts';
import { until } from './server-process.ts';
import type { Json } from './v2-server.ts';
import { startWalking } from './web-desk.ts';
import { findFaults } from './web-looks.ts';

const { skip, server, openDesk } = await startWalking();
const { ask } = server;
const { make, addExamples, addToSet, makeSet } = learningDesk(server);
const letters = (type: 'Form A' | 'Form B', numbers: readonly number[]) =>
  numbers.map((number) => letter(type, number));
const payload = ({ name, bytes }: { name: string; bytes: Buffer }) => ({
  ...{ name, mimeType: 'text/plain' },
  buffer: bytes,
});

test('a set is made, evaluated and compared; a cell opens its files, the handle sets the threshold', {
  skip,
}, async () => {
  const id = await make();
  await using desk = await openDesk(`/evaluation?classification=${id}`);
  const { page } = desk;
  await page.getByRole('button', { name: 'Upload files with their types' }).click();
  for (const type of ['Form A', 'Form B'] as const) {
    await page.getByRole('combobox', { name: 'Type', exact: true }).selectOption(type);
    await page.getByLabel(`Files of the type ${type}`).setInputFiles(letters(type, [1, 2]).map(payload));
    await page.getByText('2 files stored').waitFor();
  }
  const run = page.getByRole('button', { name: /^Evaluate version/ });
  await page.getByRole('combobox', { name: 'Set' }).getByText('(4 files)').waitFor({ state: 'attached' });
  await run.click();
  await page.getByRole('region', { name: 'Confusion matrix' }).waitFor({ timeout: 30_000 });
  await addExamples(id, 'Form A', letters('Form A', [8, 9]));
  await addExamples(id, 'Form B', letters('Form B', [8, 9]));
  await page.reload();
  await page.getByRole('button', { name: 'Evaluate version 5' }).click();
  await page
    .getByText('Right 100 %')
    .or(page.locator('dd', { hasText: '100 %' }).first())
    .first()
    .waitFor({ timeout: 30_000 });
  await page.getByRole('combobox', { name: 'Compare with' }).selectOption({ index: 1 });
  await page
    .getByRole('region', { name: 'Comparison' })
    .getByText(/better/)
    .waitFor();
  await page.getByRole('link', { name: 'Form A answered Form A: 2 files' }).click();
  await page.getByRole('region', { name: 'Form A answered Form A' }).getByText('Form A 1.txt').waitFor();
  const handle = page.getByRole('slider', { name: /Review threshold/ });
  await handle.fill('0.8');
  await page
    .getByText(/Below 80 % a person looks/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Use this threshold' }).click();
  await page.getByText('Answers below 80 % ask for review').waitFor();
  assert.deepEqual((await ask('GET', `/classifications/${id}`)).json.settings, { reviewThreshold: 0.8 });
  assert.deepEqual(await findFaults(page, 'evaluation'), []);
});

test('an archive whose folders are named by type fills a set, and one that is none is refused in words', {
  skip,
}, async () => {
  const id = await make();
  const setId = await makeSet(id, 'upload');
  await using desk = await openDesk(`/evaluation?classification=${id}`);
  const { page } = desk;
  const archive = async function* () {
    for (const type of ['Form A', 'Form B'] as const) {
      const { name, bytes } = letter(type, 1);
      yield { name: `sorted/${type.toLowerCase()}/${name}`, content: Readable.from([bytes]) };
    }
    yield { name: 'sorted/read me.txt', content: Readable.from(['of no type']) };
  };
  const bytes = await buffer(Readable.from(writeZip(archive())));
  const upload = (name: string, content: Buffer) =>
    page
      .getByLabel('ZIP sorted by type')
      .setInputFiles({ name, mimeType: 'application/zip', buffer: content });
  await upload('not.zip', Buffer.from('not an archive'));
  await page.getByText('This is no ZIP archive').waitFor();
  await upload('sorted.zip', bytes);
  await page.getByText('2 files stored. 1 file in no folder of a type').waitFor();
  const { items } = (await ask('GET', `/evaluation-sets/${setId}/files`)).json;
  assert.deepEqual(items.map(({ name, documentType }: Json) => [name, documentType]).toSorted(), [
    ['Form A 1.txt', 'Form A'],
    ['Form B 1.txt', 'Form B'],
  ]);
});

test('examples are uploaded and forgotten, and worse types are saved only when a person says so', {
  skip,
}, async () => {
  const id = await make();
  await using desk = await openDesk(`/classifications/${id}?view=examples`);
  const { page } = desk;
  await page.getByLabel('Files of the type Form A').setInputFiles(letters('Form A', [1]).map(payload));
  await page.getByRole('button', { name: 'Delete Form A 1.txt' }).waitFor();
  await until('the example to be read', async () => {
    const { json } = await ask('GET', `/classifications/${id}/examples`);
    return json.items[0]?.state === 'processed' ? true : undefined;
  });
  await page.getByRole('button', { name: 'Delete Form A 1.txt' }).click();
  await page.getByText('Form A 1.txt is deleted and forgotten').waitFor();
  await page.getByText('No examples yet').waitFor();
  const setId = await makeSet(id, 'upload');
  await addToSet(setId, 'Form A', letters('Form A', [1]));
  const words = { name: 'Form A', description: '', uniqueWords: ['greenhouse', 'tomatoes', 'fertilise'] };
  const other = { name: 'Form B', description: '', uniqueWords: [] };
  const { json } = await ask('GET', `/classifications/${id}`);
  await ask('PATCH', `/classifications/${id}`, { revision: json.revision, documentTypes: [words, other] });
  await page.goto(`${server.url}/classifications/${id}`);
  await page.getByRole('slider', { name: /Answer “other” from/ }).fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  await page
    .getByRole('alert')
    .getByText(/would be answered wrongly/)
    .waitFor({ timeout: 30_000 });
  assert.deepEqual(await findFaults(page, 'worse types'), []);
  assert.deepEqual((await ask('GET', `/classifications/${id}`)).json.settings, {});
  await page.getByRole('button', { name: 'Save all the same' }).click();
  await page.getByText('Saved. New files are answered').waitFor();
  assert.deepEqual((await ask('GET', `/classifications/${id}`)).json.settings, { otherThreshold: 0 });
});
