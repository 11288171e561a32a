import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFaultStorm } from './fault-storm.ts';

/** The long form: `npm run test:faults -- 10000`. */
const plan = {
  files: 100,
  filesAtOnce: 10,
  readers: 1,
  senders: 1,
  pauseMs: 400,
  waitingMax: 50,
  faultMs: 700,
  restMs: 400,
  breaksAgain: false,
};

test('whatever breaks, every acknowledged file ends once as it must, its webhook is told, nothing is left', async (t) => {
  const report = await runFaultStorm(plan);
  if (report === undefined) return t.skip('PostgreSQL is not installed: apt-get install postgresql');
  t.diagnostic(JSON.stringify(report));
  assert.ok(report.acknowledged >= plan.files);
  assert.equal(report.processed + report.failed, report.acknowledged);
});
