import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDemoDocuments } from '../fixtures/demo-documents.ts';
import { startWalking, toPayload } from './web-desk.ts';
import { findFaults } from './web-looks.ts';

const { skip, ask, openDesk } = await startWalking();

test('who wants only values makes a template, uploads to it, confirms file after file, and exports them', {
  skip,
}, async () => {
  await using desk = await openDesk('/upload');
  const { page } = desk;
  const faults = await findFaults(page, 'upload, nothing yet');
  await page.getByRole('button', { name: 'Make a template' }).click();
  await page.getByRole('heading', { level: 1, name: 'New template' }).waitFor();
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('link', { name: 'Upload files to it' }).click();
  const target = page.getByRole('combobox', { name: 'Upload to' });
  assert.equal(await target.locator('option:checked').textContent(), 'New template');
  await page.getByLabel('Files to upload').setInputFiles(makeDemoDocuments(2).map(toPayload));
  await page.getByText('2 files of 2 stored').waitFor();
  faults.push(...(await findFaults(page, 'upload to a template')));
  await page.getByRole('link', { name: 'Open the batch' }).click();
  await page.getByRole('row', { name: /invoice-2401\.pdf extracted/ }).waitFor({ timeout: 60_000 });
  await page.getByRole('heading', { level: 1, name: 'New template' }).waitFor();
  faults.push(...(await findFaults(page, 'batch of a template')));
  await page.getByRole('link', { name: 'Review values' }).click();
  await page.getByText('2 left to review').waitFor();
  const values = page.getByRole('region', { name: 'Values' });
  await values.getByText('total').first().waitFor();
  faults.push(...(await findFaults(page, 'review of values')));
  await page.keyboard.press('Enter');
  await page.getByText('1 left to review').waitFor();
  await page.keyboard.press('v');
  await page.getByText('Nothing asks for review').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('1 left to review').waitFor();
  await page.getByRole('link', { name: /Batch$/ }).click();
  await page.getByRole('row', { name: /✓ confirmed/ }).waitFor();
  await page.getByText('More', { exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as CSV' }).click();
  await download;
  await page.getByRole('link', { name: 'Batches', exact: true }).first().click();
  const shown = page.getByRole('combobox', { name: 'Uploaded to' });
  await shown.selectOption({ label: 'New template' });
  await page.waitForURL(/template=/);
  await page.getByRole('link', { name: /2 files/ }).waitFor();
  assert.equal((await ask('GET', '/classifications')).json.items.length, 0, 'no classification was needed');
  assert.deepEqual(faults, []);
});
