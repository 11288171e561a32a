/** The desk as its tests walk it: by roles and names, in a real browser, on the whole server. */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { DemoDocument } from '../fixtures/demo-documents.ts';
import { until } from './server-process.ts';
import { deskKey, formOf, type Json, officeTypes, startDesk } from './v2-server.ts';
import { launchBrowser } from './web-browser.ts';

/** Nothing moves: axe would read colours on their way, and drawing costs what the server needs. */
const still = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' } as const;

/** A server and a browser for one file of tests; `skip` says why there is none. */
export async function startWalking(environment: Readonly<Record<string, string>> = {}) {
  const launched = await launchBrowser();
  const skip = 'reason' in launched ? launched.reason : false;
  if (skip) process.stdout.write(`# the desk is not walked: ${skip}\n`);
  const browser = launched as Browser;
  const server = await startDesk(environment);
  after(async () => {
    if (!skip) await browser.close();
    await server[Symbol.asyncDispose]();
  });
  const { ask, url } = server;

  /** A page that is signed in; what the console complains of, or comes from elsewhere, fails the test. */
  async function openDesk(path: string, options: BrowserContextOptions = {}, key = deskKey) {
    const context = await browser.newContext({ ...still, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The first question, whether somebody is signed in, is answered with 401; refusals are seen on the page.
      const isRefusal = message.location().url.includes('/api/v2/') && /40[0149]/.test(message.text());
      if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) complaints.push(`asks ${request.url()}`);
    });
    await page.goto(url + path);
    await page.getByLabel('API key').fill(key);
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

  async function fileIdOf(batchId: string, name: string): Promise<string> {
    const { json } = await ask('GET', `/files?batchId=${batchId}&text=${encodeURIComponent(name)}`);
    return json.items[0].id;
  }

  async function visit(page: Page, path: string): Promise<void> {
    await page.goto(url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    // Each part of a page loads by itself.
    await until('all parts to be loaded', async () =>
      (await page.getByText('Loading …').count()) === 0 ? true : undefined,
    );
  }

  return { skip, browser, server, ask, url, openDesk, makeBatch, fileIdOf, visit };
}

export const toPayload = ({ name, bytes }: DemoDocument) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
});
