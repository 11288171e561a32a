import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { makeDemoDocuments, makeOddDocuments } from '../fixtures/demo-documents.ts';
import { formOf, type Json, officeTypes } from './v2-server.ts';
import { startWalking } from './web-desk.ts';
import { findFaults } from './web-looks.ts';

const { skip, url, ask, openDesk, makeBatch, fileIdOf, visit } = await startWalking();

test('an address that is no page answers a browser with a page and the way home, others with JSON', {
  skip,
}, async () => {
  const get = (path: string, accept: string) => fetch(url + path, { headers: { accept } });
  const browser = 'text/html,application/xhtml+xml,*/*;q=0.8';
  for (const [path, accept] of [
    ['/nowhere', '*/*'],
    ['/api/v1/nowhere', browser],
    ['/api/v2/nowhere', browser],
  ] as const) {
    const answer = await get(path, accept);
    assert.deepEqual([path, answer.status], [path, 404]);
    assert.match(answer.headers.get('content-type')!, /json/);
  }
  await using desk = await openDesk('/');
  const { page } = desk;
  // The browser itself complains of the status in its console.
  await page.route('**/nowhere/at/all', async (route) => {
    const answer = await get('/nowhere/at/all', browser);
    assert.equal(answer.status, 404);
    assert.match(answer.headers.get('content-security-policy')!, /default-src 'none'/);
    await route.fulfill({ contentType: 'text/html', body: await answer.text() });
  });
  await page.goto(`${url}/nowhere/at/all`);
  await page.getByRole('heading', { level: 1, name: 'There is no page here' }).waitFor();
  assert.deepEqual(await findFaults(page, 'no page'), []);
  await page.getByRole('link', { name: 'Open Mailroom' }).click();
  await page.getByRole('heading', { level: 1, name: 'Upload' }).waitFor();
});

test('operations show why files failed, and keys are made and revoked', { skip }, async () => {
  await makeBatch([makeOddDocuments()[0]!]);
  await using desk = await openDesk('/operations');
  const { page } = desk;
  await page.getByText('damaged or incomplete').first().waitFor();
  await page.getByRole('button', { name: 'Retry scan-damaged.pdf' }).first().click();
  await page.getByText('1 file will be read again').waitFor();
  const form = page.getByRole('form', { name: 'New key' });
  await form.getByLabel('What it is for').fill('scanner');
  await form.getByRole('button', { name: 'Make a key' }).click();
  const key = await page.getByText(/^mr_\S{40}/).textContent();
  assert.equal(
    (await ask('GET', '/session', undefined, { authorization: `Bearer ${key}` })).json.scope,
    'write',
  );
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Revoke scanner' }).click();
  await page.getByText('"scanner" is revoked').waitFor();
  assert.equal((await ask('GET', '/session', undefined, { authorization: `Bearer ${key}` })).status, 401);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('API key').waitFor();
});

test('a key is bound to a classification and a template, until a day', { skip }, async () => {
  const { json: classification } = await ask('POST', '/classifications', {
    name: 'Bills',
    documentTypes: officeTypes,
  });
  const { json: template } = await ask('POST', '/templates', { name: 'Totals', fields: [{ key: 'total' }] });
  await using desk = await openDesk('/operations');
  const { page } = desk;
  const form = page.getByRole('form', { name: 'New key' });
  await form.getByLabel('What it is for').fill('one of each');
  await form.getByLabel('What it may do').selectOption('admin');
  assert.ok(await form.getByLabel('Template that it sees').isDisabled());
  await form.getByLabel('What it may do').selectOption('read');
  await form.getByLabel('Classification that it sees').selectOption('only Bills');
  await form.getByLabel('Template that it sees').selectOption('only Totals');
  await form.getByLabel('Expires').fill('2100-01-31');
  await form.getByRole('button', { name: 'Make a key' }).click();
  await page.getByText(/may read, only of Bills and Totals · made .* · expires .*2100/).waitFor();
  const { items } = (await ask('GET', '/api-keys')).json;
  const { scope, classificationId, templateId, expiresAt } = items.find(
    ({ name }: Json) => name === 'one of each',
  );
  assert.deepEqual(
    [scope, classificationId, templateId, expiresAt],
    ['read', classification.id, template.id, '2100-01-31T00:00:00.000Z'],
  );
});

test('every page passes axe in both themes, from a phone to 4K', { skip }, async () => {
  const { batch, classification } = await makeBatch([...makeDemoDocuments(8), ...makeOddDocuments()]);
  const items = {
    type: 'array',
    items: { type: 'object', properties: [{ key: 'description' }, { key: 'size' }] },
  };
  const { json: template } = await ask('POST', '/templates', {
    name: 'T',
    fields: [{ key: 'invoice_number' }, { key: 'b', ...items }],
  });
  await ask('PATCH', `/templates/${template.id}`, {
    revision: 1,
    fields: [{ key: 'invoice_number' }, { key: 'b', ...items }, { key: 'c' }],
  });
  const documentTypes = [{ ...officeTypes[0]!, extractionId: template.id }];
  const { json: linked } = await ask('POST', '/classifications', {
    name: 'Linked',
    documentTypes,
    retention: { originalsDays: 3, resultsDays: 365 },
  });
  const { json: values } = await ask('POST', '/batches', formOf(linked.id, makeDemoDocuments(1)), {
    prefer: 'wait=50',
  });
  const paths = [
    `/review?batch=${values.id}&file=${await fileIdOf(values.id, 'invoice-2401.pdf')}`,
    '/upload',
    '/batches',
    `/batches/${batch.id}`,
    `/review?batch=${batch.id}`,
    `/review?batch=${batch.id}&file=${await fileIdOf(batch.id, 'where-is-my-order.eml')}`,
    `/review?batch=${batch.id}&file=${await fileIdOf(batch.id, 'invoice-2401.pdf')}`,
    '/classifications',
    `/classifications/${classification.id}`,
    `/classifications/${classification.id}?view=json`,
    `/classifications/${classification.id}?view=examples`,
    `/evaluation?classification=${classification.id}`,
    `/classifications/${classification.id}?view=history`,
    '/templates',
    `/templates/${template.id}`,
    `/templates/${template.id}?view=json`,
    `/templates/${template.id}?view=history`,
    '/operations',
    '/batches/-deleted',
  ];
  await using desk = await openDesk('/upload', { viewport: { width: 360, height: 800 } });
  const faults: string[] = [];
  for (const path of paths) {
    await visit(desk.page, path);
    faults.push(...(await findFaults(desk.page, path)));
  }
  await desk.page.getByRole('button', { name: 'Sign out' }).click();
  await desk.page.getByLabel('API key').waitFor();
  faults.push(...(await findFaults(desk.page, 'sign in')));
  assert.deepEqual(faults, []);
});

test('who signs in with a lesser key is told what it is kept from, and meets no refusal', {
  skip,
}, async () => {
  const { json } = await ask('POST', '/api-keys', { name: 'clerk', scope: 'write' });
  await using desk = await openDesk('/operations', {}, json.key);
  const { page } = desk;
  await page.getByText('Webhooks and API keys are for a key that may do everything').waitFor();
  assert.equal(await page.getByRole('form', { name: 'New key' }).count(), 0);
  await page.goto(`${url}/sources`);
  await page.getByText('you are signed in with “clerk”, which may read and change').waitFor();
  assert.equal(await page.getByRole('button', { name: 'New source' }).count(), 0);
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('a page that is not there says so, and where else to go', { skip }, async () => {
  await using desk = await openDesk('/upload');
  const { page } = desk;
  for (const [path, back] of [
    ['/batches/-deleted', 'Batches'],
    ['/classifications/-deleted', 'Classifications'],
    ['/templates/-deleted', 'Templates'],
    ['/review?file=-deleted', 'Batches'],
  ] as const) {
    await page.goto(url + path);
    await page.getByRole('heading', { level: 1, name: 'Not here' }).waitFor();
    await page.getByRole('alert').getByText('-deleted').waitFor();
    await page.getByRole('link', { name: `← ${back}` }).waitFor();
  }
});

test('the first view is small, and its timings are printed', { skip }, async (t) => {
  await using desk = await openDesk('/upload');
  const { page } = desk;
  await makeBatch(makeDemoDocuments(1));
  await page.goto(`${url}/batches`);
  await page
    .getByRole('list')
    .getByRole('link', { name: /1 file/ })
    .first()
    .waitFor();
  const view = await measureView(page);
  t.diagnostic(
    `first contentful paint ${view.paintedMs} ms, the list there ${view.listedMs} ms, ${view.bytes} bytes in ${view.requests} requests`,
  );
  const script = await page.locator('script[src]').getAttribute('src');
  const bytes = gzipSync(await (await fetch(url + script)).text()).length;
  t.diagnostic(`script ${bytes} bytes gzip`);
  assert.ok(bytes <= 60_000, `${bytes} bytes`);
  const policy = (await fetch(url)).headers.get('content-security-policy')!;
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
  assert.ok(!policy.includes('unsafe'));
});

/** What Lighthouse would tell of a page that is loaded with a warm cache. Text: it runs over there. */
function measureView(
  page: Page,
): Promise<Readonly<Record<'paintedMs' | 'listedMs' | 'bytes' | 'requests', number>>> {
  return page.evaluate(`(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const list = loaded.findLast(({ name }) => name.includes('/api/v2/batches'));
    return {
      paintedMs: Math.round(paint.startTime),
      listedMs: Math.round(list.responseEnd),
      bytes: loaded.reduce((sum, { transferSize }) => sum + transferSize, 0),
      requests: loaded.length,
    };
  })()`);
}
