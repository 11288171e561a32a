/** Walks the desk as a person does: by roles and names, in a real browser, on the whole server. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type DemoDocument, makeDemoDocuments, makeOddDocuments } from '../fixtures/demo-documents.ts';
import { until } from './server-process.ts';
import { deskKey, formOf, type Json, officeTypes, startDesk } from './v2-server.ts';
import { findViolations, launchBrowser, overflow } from './web-browser.ts';

const launched = await launchBrowser();
const skip = 'reason' in launched ? launched.reason : false;
if (skip) process.stdout.write(`# the desk is not walked: ${skip}\n`);
const browser = launched as Browser;
const server = await startDesk();
after(async () => {
  if (!skip) await browser.close();
  await server[Symbol.asyncDispose]();
});
const { ask, url } = server;

const toPayload = ({ name, bytes }: DemoDocument) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
});

/** A page that is signed in; what the console complains of, or comes from elsewhere, fails the test. */
async function openDesk(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // The first question, whether somebody is signed in, is answered with 401; refusals are seen on the page.
    if (message.type() === 'error' && !/40[019]/.test(message.text())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`asks ${request.url()}`);
  });
  await page.goto(url + path);
  await page.getByLabel('API key').fill(deskKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  return {
    page,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      assert.deepEqual(complaints, []);
    },
  };
}

async function makeBatch(files: readonly DemoDocument[]): Promise<{ batch: Json; classification: Json }> {
  const { json: classification } = await ask('POST', '/classifications', {
    name: `Office ${Date.now()}`,
    documentTypes: officeTypes,
    settings: { reviewThreshold: 1 },
  });
  const { json: batch } = await ask('POST', '/batches', formOf(classification.id, files), {
    prefer: 'wait=50',
  });
  assert.equal(batch.state, 'finished');
  return { batch, classification };
}

test('from an empty server to a classified file: sign in, three clicks, drop', { skip }, async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('API key').fill('not-the-key-of-this-desk');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('not valid').waitFor();
  await page.getByLabel('API key').fill(deskKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Choose types from the library' }).click();
  await page.getByRole('button', { name: 'Accounting' }).click();
  await page.getByRole('button', { name: 'Create classification' }).click();
  const files = [...makeDemoDocuments(2), { name: 'nothing.pdf', bytes: new Uint8Array() }];
  await page.getByLabel('Files to upload').setInputFiles(files.map(toPayload));
  await page.getByText('2 files of 3 stored, 1 refused').waitFor();
  await page.getByText('The file is empty').waitFor();
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

test('the editor tries types while they are written, and never overwrites another change', {
  skip,
}, async () => {
  const { classification } = await makeBatch(makeDemoDocuments(8).slice(7));
  await using desk = await openDesk(`/classifications/${classification.id}`);
  const { page } = desk;
  const panel = page.getByRole('complementary', { name: 'Try on a file' });
  await panel.getByRole('status').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Add a type' }).click();
  const fields = page.getByRole('listitem').filter({ hasText: 'New type' });
  await fields.getByLabel('Words that such documents have').fill('order number, supplier, order total,');
  await fields.getByLabel('Name').fill('Purchase order');
  await panel.getByRole('status').getByText('Purchase order').waitFor({ timeout: 30_000 });
  await page.getByLabel('File to try').setInputFiles(toPayload(makeDemoDocuments(1)[0]!));
  await panel.getByRole('status').getByText('Invoice').waitFor({ timeout: 30_000 });
  await ask('PATCH', `/classifications/${classification.id}`, {
    revision: 1,
    documentTypes: [{ name: 'Theirs' }],
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText('was changed meanwhile').waitFor();
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await page.getByText('revision 3').waitFor();
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByText('removed Theirs').waitFor();
  await page.getByRole('button', { name: 'Bring back' }).first().click();
  await page.getByText('unsaved changes').waitFor();
  await page.getByRole('link', { name: 'JSON' }).click();
  assert.equal(JSON.parse(await page.getByLabel('documentTypes').inputValue())[0].name, 'Theirs');
  await page.getByLabel('documentTypes').fill('[{');
  await page.getByRole('alert').getByText(/JSON/).waitFor();
});

test('a template is made, linked to a type, and its values stand in review', { skip }, async () => {
  const { json: classification } = await ask('POST', '/classifications', {
    name: 'To link',
    documentTypes: officeTypes,
  });
  await using desk = await openDesk('/templates');
  const { page } = desk;
  await page.getByRole('button', { name: 'New template' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Bills');
  await page.getByLabel('Key').first().fill('invoice_number');
  await page.getByLabel('What it is').first().fill('Number of the invoice');
  await page.getByLabel('Kind').first().selectOption('Text');
  await page.getByLabel('Kind').nth(1).selectOption('Table');
  await page.getByRole('button', { name: 'Add to total' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText('key').waitFor();
  await page.getByRole('button', { name: 'Remove field' }).click();
  await page.getByRole('button', { name: 'Remove total' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Bills' }).waitFor();
  await page.goto(`${url}/classifications/${classification.id}`);
  await page.getByLabel('Extract with').first().selectOption('Bills');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('revision 2').waitFor();
  const form = formOf(classification.id, makeDemoDocuments(1));
  const { json: batch } = await ask('POST', '/batches', form, { prefer: 'wait=50' });
  const fileId = await fileIdOf(batch.id, 'invoice-2401.pdf');
  await until('the values', async () => (await ask('GET', `/files/${fileId}`)).json.extraction?.values[0]);
  await page.goto(`${url}/review?file=${fileId}`);
  await page
    .getByRole('region', { name: 'Values' })
    .getByRole('button', { name: /invoice number INV-2401/ })
    .waitFor();
});

test('operations show why files failed, and keys are made and revoked', { skip }, async () => {
  await makeBatch([makeOddDocuments()[0]!]);
  await using desk = await openDesk('/operations');
  const { page } = desk;
  await page.getByText('damaged or incomplete').first().waitFor();
  await page.getByRole('button', { name: 'Retry scan-damaged.pdf' }).first().click();
  await page.getByText('1 file will be read again').waitFor();
  await page.getByLabel('Name of the new key').fill('scanner');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const key = await page.getByText(/^mr_\S{40}/).textContent();
  assert.equal((await ask('GET', '/session', undefined, { authorization: `Bearer ${key}` })).status, 200);
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Revoke scanner' }).click();
  await page.getByText('"scanner" is revoked').waitFor();
  assert.equal((await ask('GET', '/session', undefined, { authorization: `Bearer ${key}` })).status, 401);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('API key').waitFor();
});

test('every page passes axe in both themes, from a phone to 4K', { skip }, async (t) => {
  const { batch, classification } = await makeBatch([...makeDemoDocuments(8), ...makeOddDocuments()]);
  const items = { type: 'array', items: { type: 'object', properties: [{ key: 'name' }] } };
  const { json: template } = await ask('POST', '/templates', {
    name: 'T',
    fields: [{ key: 'a' }, { key: 'b', ...items }],
  });
  const paths = [
    '/upload',
    '/batches',
    `/batches/${batch.id}`,
    `/review?batch=${batch.id}`,
    `/review?batch=${batch.id}&file=${await fileIdOf(batch.id, 'where-is-my-order.eml')}`,
    `/review?batch=${batch.id}&file=${await fileIdOf(batch.id, 'invoice-2401.pdf')}`,
    '/classifications',
    `/classifications/${classification.id}`,
    `/classifications/${classification.id}?view=json`,
    `/classifications/${classification.id}?view=history`,
    '/templates',
    `/templates/${template.id}`,
    '/operations',
  ];
  for (const [width, colorScheme] of [
    [360, 'light'],
    [360, 'dark'],
    [1440, 'light'],
    [1440, 'dark'],
    [3840, 'light'],
  ] as const) {
    await t.test(`${width} px, ${colorScheme}`, async () => {
      await using desk = await openDesk('/upload', { viewport: { width, height: 800 }, colorScheme });
      for (const path of paths) {
        await visit(desk.page, path);
        assert.deepEqual(await findViolations(desk.page), [], path);
        assert.equal(await overflow(desk.page), 0, path);
      }
    });
  }
  await t.test('the page of who is not signed in', async () => {
    const page = await browser.newPage();
    await visit(page, '/');
    assert.deepEqual(await findViolations(page), []);
    await page.close();
  });
});

test('the first view is quick and its script small', { skip }, async (t) => {
  await using desk = await openDesk('/upload');
  const { page } = desk;
  await page.goto(`${url}/batches`);
  const startedAt = performance.now();
  await visit(page, '/batches');
  t.diagnostic(`first view ${Math.round(performance.now() - startedAt)} ms`);
  const script = await page.locator('script[src]').getAttribute('src');
  const bytes = gzipSync(await (await fetch(url + script)).text()).length;
  t.diagnostic(`script ${bytes} bytes gzip`);
  assert.ok(bytes <= 60_000, `${bytes} bytes`);
  const policy = (await fetch(url)).headers.get('content-security-policy')!;
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
  assert.ok(!policy.includes('unsafe'));
});

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(url + path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('Loading …').waitFor({ state: 'detached' });
}

async function fileIdOf(batchId: string, name: string): Promise<string> {
  const { json } = await ask('GET', `/files?batchId=${batchId}&text=${name}`);
  return json.items[0].id;
}
