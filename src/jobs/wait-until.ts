import { setTimeout as pause } from 'node:timers/promises';

/** For tests: returns as soon as it is true, and says what it waited for when that takes too long. */
export async function waitUntil(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  limitMs = 10_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms in vain until ${what}`);
    await pause(5);
  }
}
