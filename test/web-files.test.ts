import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CDPSession } from 'playwright-core';
import { makeDemoDocuments, makeOddDocuments } from '../fixtures/demo-documents.ts';
import { storeManyFiles } from './many-files.ts';
import { until } from './server-process.ts';
import { deskKey, type Json, officeTypes } from './v2-server.ts';
import { startWalking, toPayload } from './web-desk.ts';

const { skip, browser, server, url, ask, openDesk, makeBatch, fileIdOf } = await startWalking();

test('from an empty server to a classified file: sign in, three clicks, drop', { skip }, async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('API key').fill('not-the-key-of-this-desk');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('not valid').waitFor();
  // As the first start prints it.
  await page.goto(`${url}/#key=${deskKey}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Choose types from the library' }).click();
  await page.getByRole('button', { name: 'Accounting' }).click();
  await page.getByRole('button', { name: 'Create classification' }).click();
  const files = [...makeDemoDocuments(2), { name: 'nothing.pdf', bytes: new Uint8Array() }];
  await page.getByLabel('Files to upload').setInputFiles(files.map(toPayload));
  await page.getByText('2 files of 3 stored, 1 refused').waitFor();
  await page.getByText('The file is empty').waitFor();
  assert.ok(!page.url().includes(deskKey), page.url());
  await page.getByRole('link', { name: 'Open the batch' }).click();
  await page.getByRole('row', { name: /invoice-2401\.pdf Invoice \d+ %/ }).waitFor({ timeout: 60_000 });
  await context.close();
});

test('a batch is filtered, and many of its files corrected at once', { skip }, async () => {
  const { batch } = await makeBatch([...makeDemoDocuments(10), makeOddDocuments()[0]!]);
  await using desk = await openDesk(`/batches/${batch.id}`);
  const { page } = desk;
  const rows = () => page.getByRole('table').getByRole('row').count();
  await page.getByRole('button', { name: /^Invoice/ }).click();
  await page.waitForURL(/type=Invoice/);
  const invoices = batch.types.find(({ documentType }: Json) => documentType === 'Invoice').files;
  await until('the filtered list', async () => ((await rows()) === 1 + invoices ? true : undefined));
  await page.getByRole('button', { name: /^Invoice/ }).click();
  await page.getByRole('combobox', { name: 'State' }).selectOption('failed');
  await page.getByText('damaged or incomplete').waitFor();
  await until('the failed file', async () => ((await rows()) === 2 ? true : undefined));
  await page.getByRole('combobox', { name: 'State' }).selectOption('');
  await page.getByLabel('Text in the name').fill('order');
  await page.getByRole('checkbox', { name: 'Select order-1.pdf' }).check();
  await page.getByLabel('Correct type').selectOption('Receipt');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('1 file set to Receipt').waitFor();
  await page.getByRole('row', { name: /order-1\.pdf Receipt ✓ corrected/ }).waitFor();
  await page.getByText('More', { exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as CSV' }).click();
  assert.equal((await download).suggestedFilename(), `batch-${batch.id}.csv`);
});

test('all files that match are selected, shown or not, and the list goes on by scrolling', {
  skip,
}, async () => {
  const names = Array.from({ length: 70 }, (_, index) => `note ${index}.txt`);
  const notes = names.map((name) => ({ name, bytes: Buffer.from('Receipt. Paid by card.') }));
  const { batch } = await makeBatch(notes);
  await using desk = await openDesk(`/batches/${batch.id}`);
  const { page } = desk;
  const rows = page.getByRole('table').getByRole('row');
  await page.getByRole('checkbox', { name: 'Select all shown files' }).check();
  await page.getByText('50 files selected').waitFor();
  await page.getByRole('button', { name: 'Select all that match' }).click();
  await page.getByText('70 files selected').waitFor();
  assert.equal(await rows.count(), 51);
  await page.mouse.wheel(0, 10_000);
  await until('the rest of the list', async () => ((await rows.count()) === 71 ? true : undefined));
  await page.getByRole('button', { name: 'Confirm answers' }).click();
  await page.getByText('70 answers confirmed').waitFor();
  await page.setViewportSize({ width: 360, height: 800 });
  await page
    .getByRole('checkbox', { name: /^Select note/ })
    .first()
    .check();
  await page.getByRole('button', { name: 'Select all that match' }).click();
  await page.getByText('70 files selected').waitFor();
});

test('a list of 5,000 files is drawn where it is looked at, and every file of it is there', {
  skip,
}, async (t) => {
  const { json } = await ask('POST', '/classifications', { name: 'Notes', documentTypes: officeTypes });
  const batchId = await storeManyFiles(server.location, json.id, 5_000);
  await using desk = await openDesk(`/batches/${batchId}`);
  const { page } = desk;
  const table = page.getByRole('table');
  const rowAt = (index: number) => table.locator(`tr[aria-rowindex="${index}"]`);
  const scrollTo = (share: number) =>
    page.evaluate(`scrollTo(0, document.documentElement.scrollHeight * ${share})`);
  const focused = () => page.evaluate<string>('document.activeElement.ariaLabel');
  await table.waitFor();
  await until('all rows', async () => {
    await scrollTo(1);
    return (await table.getAttribute('aria-rowcount')) === '5001' ? true : undefined;
  });
  await scrollTo(1);
  await rowAt(5_001).getByText('note 4999.txt').waitFor();
  const middle = page.getByRole('checkbox', { name: /^Select note 2[45]\d\d\.txt$/ }).first();
  await scrollTo(0.5);
  await middle.focus();
  const name = await focused();
  await page.keyboard.press('Space');
  await page.getByText('1 file selected').waitFor();
  await scrollTo(0);
  await rowAt(2).getByText('note 0.txt').waitFor();
  await until('rows out of sight to be gone', async () =>
    (await table.getByRole('row').count()) < 300 ? true : undefined,
  );
  assert.equal(
    await page.evaluate('document.activeElement.ariaLabel'),
    name,
    'the keyboard stays where it was',
  );
  await page.getByRole('checkbox', { name: 'Select all shown files' }).check();
  await page.getByText('5,000 files selected').waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await scriptMs(session);
  await page.getByRole('checkbox', { name: 'Select note 3.txt' }).uncheck();
  await page.getByText('4,999 files selected').waitFor();
  t.diagnostic(`one choice among 5,000: ${Math.round((await scriptMs(session)) - before)} ms of scripts`);
});

test('review shows the words on the page and goes on by keys', { skip }, async () => {
  const { batch } = await makeBatch(makeDemoDocuments(3));
  await using desk = await openDesk(`/review?batch=${batch.id}`);
  const { page } = desk;
  const first = await page.getByRole('heading', { level: 1 }).textContent();
  await page.getByText('3 left to review').waitFor();
  await page.keyboard.press('j');
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: first! }).waitFor();
  await page.goto(`${url}/review?batch=${batch.id}&file=${await fileIdOf(batch.id, 'invoice-2401.pdf')}`);
  const mark = page.getByRole('button', { name: /^Invoice number:: spoke for/ });
  const box = (await mark.boundingBox())!;
  const sheet = (await page.getByRole('img', { name: 'Page 1 of invoice-2401.pdf' }).boundingBox())!;
  assert.ok(box.x > sheet.x && box.x + box.width < sheet.x + sheet.width);
  assert.ok(box.y > sheet.y && box.y + box.height < sheet.y + sheet.height / 2);
  await page.keyboard.press('Enter');
  await page.getByText('invoice-2401.pdf: Invoice').waitFor();
  await page.getByText('2 left to review').waitFor();
  const second = await page.getByRole('heading', { level: 1 }).textContent();
  await page.keyboard.press('2');
  await page.getByText('1 left to review').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { level: 1, name: second! }).waitFor();
  await page.getByText('2 left to review').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Confirm the answer and go on').waitFor();
  await page.keyboard.press('Escape');
  const { json } = await ask('GET', `/files?batchId=${batch.id}&reviewed=true`);
  assert.deepEqual(
    json.items.map(({ name }: Json) => name),
    ['invoice-2401.pdf'],
  );
});

test('a correction shows which files of its batch it would change, and changes them when told to', {
  skip,
}, async () => {
  const [letter] = makeDemoDocuments(8).filter(({ name }) => name.startsWith('letter'));
  const { batch } = await makeBatch([1, 2, 3].map((copy) => ({ ...letter!, name: `letter ${copy}.pdf` })));
  await using desk = await openDesk(`/review?batch=${batch.id}`);
  const { page } = desk;
  await page.getByText('3 left to review').waitFor();
  const wanted = batch.types[0].documentType === 'Receipt' ? 'Invoice' : 'Receipt';
  await page.getByLabel('Correct type').selectOption(wanted);
  const notice = page.getByRole('region', { name: 'What the correction taught' });
  await notice.getByText('2 similar files in this batch would now change').waitFor({ timeout: 30_000 });
  await notice.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('2 files answered anew').waitFor({ timeout: 30_000 });
  const { json } = await ask('GET', `/files?batchId=${batch.id}&documentType=${wanted}`);
  assert.equal(json.items.length, 3);
});

async function scriptMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')!.value * 1_000;
}
