/**
 * Runs tests on PostgreSQL: `node test/on-postgres.ts FILES…`, by default those that know the database. With
 * TEST_DATABASE_URL on that server, else on a throw-away one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { openDatabase } from '../src/storage/database.ts';
import { startCluster } from './postgres-cluster.ts';

const filesOnBoth = [
  'src/storage/{accept-upload,api-keys,classifications,database,lessons,row-locks,usage,webhook-endpoints}.test.ts',
  'src/jobs/{check-version-job,expire-files,process-file-job,queue,sweep-job,webhook-job,worker}.test.ts',
  'test/{access,api-*,audit,back-pressure,evaluation-api,extraction-api,extraction-traps,learning-api,secrets,sources-kill}.test.ts',
  'test/{backup-postgres,kill,migrate,roles,v2-*,webhook-server}.test.ts',
];

const asked = process.argv.slice(2);
await using cluster = process.env.TEST_DATABASE_URL === undefined ? await startCluster() : undefined;
const url = process.env.TEST_DATABASE_URL ?? cluster?.url;
if (url === undefined) {
  console.log(
    'PostgreSQL tests skipped: it is not installed. Remedy: apt-get install postgresql, or TEST_DATABASE_URL=postgres://…',
  );
} else {
  // Every database of the throw-away server begins as a copy of this one: migrations run once.
  if (cluster !== undefined)
    await (await openDatabase(cluster.url.replace('/postgres', '/template1'))).destroy();
  const files = globSync(asked.length > 0 ? asked : filesOnBoth);
  // Without files the runner would look for all there are.
  if (files.length === 0) throw new Error(`No test file is named ${asked.join(', ')}`);
  // As in package.json: what hangs becomes a failure with a name, and does not keep the rest waiting.
  const limits = ['--test-timeout=300000', '--test-force-exit'];
  const options = ['--test', '--test-reporter=dot', '--test-concurrency=2', ...limits];
  const child = spawn(process.execPath, [...options, ...files], {
    env: { ...process.env, TEST_DATABASE_URL: url },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
}
