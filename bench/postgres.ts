/** Runs another bench on PostgreSQL, on a throw-away server that flushes: `node bench/postgres.ts bench/queue.ts`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startCluster } from '../test/postgres-cluster.ts';

await using cluster = await startCluster({ flushes: true });
if (cluster === undefined) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
const child = spawn(process.execPath, process.argv.slice(2), {
  env: { ...process.env, TEST_DATABASE_URL: cluster.url },
  stdio: 'inherit',
});
const [code] = await once(child, 'exit');
process.exitCode = code ?? 1;
