import { randomBytes, randomInt } from 'node:crypto';

/** In the order of their character codes, so that ids sort by time. */
const pushAlphabet = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const batchAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * 20 characters: 8 of time in milliseconds (so it starts with `-` until the year 2109), 12 of chance (72 bits).
 * The shape that clients of the API know.
 */
export function createId(now = Date.now()): string {
  let time = '';
  for (let rest = now; time.length < 8; rest = Math.floor(rest / 64)) time = pushAlphabet[rest % 64] + time;
  let chance = '';
  for (const byte of randomBytes(12)) chance += pushAlphabet[byte % 64];
  return time + chance;
}

/** 25 letters and digits, nearly 149 bits of chance. */
export function createBatchId(): string {
  let id = '';
  while (id.length < 25) id += batchAlphabet[randomInt(batchAlphabet.length)];
  return id;
}
