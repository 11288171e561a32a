import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFaultStorm } from './fault-storm.ts';

/** The long form: `npm run test:faults -- 10000`. */
const files = 100;

test('whatever breaks, every acknowledged file ends once as it must, its webhook is told, nothing is left', async (t) => {
  const report = await runFaultStorm(files);
  if (report === undefined) return t.skip('PostgreSQL is not installed: apt-get install postgresql');
  assert.ok(report.acknowledged >= files);
  assert.equal(report.processed + report.failed, report.acknowledged);
});
