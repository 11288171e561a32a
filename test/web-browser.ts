import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Chromium from npm, so that CI has one; another by CHROMIUM. */
export async function launchBrowser(): Promise<Browser | { readonly reason: string }> {
  try {
    return await chromium.launch({
      executablePath: process.env.CHROMIUM ?? (await sparticuz.executablePath()),
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  } catch (error) {
    return { reason: `no browser can be started here: ${String(error).slice(0, 200)}` };
  }
}
