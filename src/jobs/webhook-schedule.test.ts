import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextWaitMs } from './webhook-schedule.ts';

const hour = 3_600_000;
const random = () => 0.5;

test('ten attempts over three days, then no more', () => {
  const waits = Array.from({ length: 9 }, (_, index) => nextWaitMs(index + 1, { random })!);
  const hours = waits.reduce((sum, wait) => sum + wait, 0) / hour;
  assert.ok(hours > 70 && hours < 74, `${hours} hours`);
  assert.equal(nextWaitMs(10), undefined);
});

test('waits vary by a fifth', () => {
  assert.equal(nextWaitMs(3, { random: () => 0 }), 240_000);
  assert.equal(nextWaitMs(3, { random: () => 1 }), 360_000);
});

test('Retry-After stretches a wait, in seconds and as a date, never beyond a day', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const wait = (retryAfter: string) => nextWaitMs(1, { retryAfter, now, random });
  assert.equal(wait('90'), 90_000);
  assert.equal(wait('Thu, 01 Jan 2026 00:02:00 GMT'), 120_000);
  assert.equal(wait('999999999'), 24 * hour);
  for (const silent of ['1', 'soon', '-5', 'Thu, 01 Jan 2020 00:00:00 GMT']) assert.equal(wait(silent), 5000);
});
