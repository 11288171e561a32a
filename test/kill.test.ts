import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runKillStorm } from './kill-storm.ts';

test('after kill -9 at any moment every acknowledged file ends processed or failed, exactly once', async () => {
  const report = await runKillStorm(4, 40);
  assert.ok(report.acknowledged >= 40);
  assert.equal(report.processed + report.failed, report.acknowledged);
});
