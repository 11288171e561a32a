import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { officeTypes } from './v2-server.ts';
import { startWalking } from './web-desk.ts';
import { findFaults } from './web-looks.ts';

const watched = mkdtempSync(join(tmpdir(), 'mailroom-web-sources-'));
const { skip, ask, openDesk, visit } = await startWalking({ WATCH_ROOTS: watched });
after(() => rm(watched, { recursive: true }));

test('a folder is watched in the dashboard: added, checked, paused, resumed, removed', { skip }, async () => {
  await ask('POST', '/classifications', { name: 'Incoming mail', documentTypes: officeTypes });
  await using desk = await openDesk('/sources');
  const { page } = desk;
  await page.getByRole('button', { name: 'New source' }).first().click();
  await page.getByLabel('Folder', { exact: true }).fill('scans');
  await page.getByLabel('Name').fill('Scanner');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('alert').getByText('must begin with').waitFor();
  await page.getByLabel('Folder', { exact: true }).fill(watched);
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText('Scanner is looked at from now on').waitFor();
  await page.getByText('active').waitFor();

  writeFileSync(join(watched, 'a.txt'), 'Invoice number 7. Bill to: us. Amount due: 9.00');
  await page.getByRole('button', { name: 'Check now: Scanner' }).click();
  await page.getByText('1 file taken').waitFor();
  await page.getByRole('button', { name: 'Pause Scanner' }).click();
  await page.getByText('paused', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Resume Scanner' }).click();
  await page.getByText('active').waitFor();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Remove Scanner' }).click();
  await page.getByText('No source yet').waitFor();
});

test('a source is bound to a template as well', { skip }, async () => {
  const { json: template } = await ask('POST', '/templates', { name: 'Totals', fields: [{ key: 'total' }] });
  await using desk = await openDesk('/sources');
  const { page } = desk;
  await page.getByRole('button', { name: 'New source' }).first().click();
  await page.getByLabel('Name').fill('Bills');
  await page.getByLabel('Its files go to').selectOption('Totals');
  await page.getByRole('button', { name: 'Add' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Bills' });
  await row.getByText(`${watched} · Totals`).waitFor();
  assert.equal((await ask('GET', '/sources')).json.items[0].templateId, template.id);
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Remove Bills' }).click();
  await page.getByText('No source yet').waitFor();
});

test('the page of the sources passes axe in both themes, from a phone to 4K', { skip }, async () => {
  const { json } = await ask('POST', '/classifications', { name: 'Mail', documentTypes: officeTypes });
  await ask('POST', '/sources', { classificationId: json.id, name: 'Scanner', folder: { path: watched } });
  await using desk = await openDesk('/sources', { viewport: { width: 360, height: 800 } });
  const { page } = desk;
  await visit(page, '/sources');
  await page.getByRole('button', { name: 'New source' }).click();
  for (const kind of ['folder', 'mailbox']) {
    await page.getByLabel('Kind').selectOption(kind);
    assert.deepEqual(await findFaults(page, `sources, ${kind}`), []);
  }
});
