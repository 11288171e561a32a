import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../errors.ts';
import type { BlobStore } from '../storage/blobs.ts';
import { copyBlobs } from '../storage/copy-blobs.ts';
import { type CopiedTable, copyRows, countPages, endMigration } from '../storage/copy-rows.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { isPostgresUrl } from '../storage/dialect.ts';
import { releaseLeases } from '../storage/job-claims.ts';
import { openBlobs } from '../storage/open-blobs.ts';
import { lockDataDir } from '../storage/process-lock.ts';
import { ensureSharedKey, readSigningKey } from '../storage/signing-key.ts';
import { releaseDeliveries } from '../storage/webhook-attempts.ts';
import { columns } from './columns.ts';
import { showProgress } from './progress.ts';
import { configFromEnvironment } from './settings.ts';

const help = `mailroom migrate --to-database postgres://… [--to-blobs s3://…]

Moves what lies in DATA_DIR to PostgreSQL and a bucket, for several machines. The server must be stopped, and the
target database empty. A run that was cut off is completed by the next one. Nothing is taken out of DATA_DIR.
Every table is compared by count and hash, every blob by hash. Without --to-blobs the blobs stay where they are.
`;

/** Exit code 0 only where everything arrived. */
export async function migrate(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      'to-database': { type: 'string' },
      'to-blobs': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { 'to-database': url, 'to-blobs': blobsUrl } = values;
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (url === undefined || !isPostgresUrl(url)) {
    process.stderr.write(`--to-database must be a postgres:// URL.\n\n${help}`);
    return 2;
  }
  const dataDir = resolve(configFromEnvironment().dataDir);
  using _lock = lockDataDir(dataDir);
  await using source = await openDatabase(dataDir);
  await using target = await openDatabase(url, { connectionsMax: 4, patient: true });
  using blobs = await openBlobs({ blobsUrl: undefined, dataDir });
  if (blobsUrl !== undefined) {
    // Blobs first: a row never names a blob that is not there.
    using bucket = await openBlobs({ blobsUrl, dataDir });
    // Of a run that was killed: the lock says that none goes on.
    await bucket.deleteUnfinished(Number.POSITIVE_INFINITY);
    await moveBlobs(blobs, bucket);
  }
  await moveRows(source, target, dataDir);
  const signingKey = await readSigningKey(dataDir);
  if (signingKey !== undefined && !(await ensureSharedKey(target, signingKey)).equals(signingKey)) {
    throw new Failure('conflict', 'The target database has another key for links; take an empty one');
  }
  await endMigration(target);
  const settings = `DATABASE_URL${blobsUrl === undefined ? '' : ' and BLOBS_URL'}`;
  process.stdout.write(
    `Done. Start the servers with ${settings}, and keep ${dataDir} until you have seen them work.\n`,
  );
  return 0;
}

async function moveBlobs(blobs: BlobStore, bucket: BlobStore): Promise<void> {
  let total = 0;
  for await (const _ of blobs.list()) total += 1;
  const progress = showProgress(total, 'blobs');
  try {
    const copied = await copyBlobs(blobs, bucket, progress.step);
    progress.end();
    const megabytes = (copied.bytes / 1_048_576).toFixed(1);
    process.stdout.write(
      `${copied.blobs} blobs, ${megabytes} MB, equal by hash (${copied.alreadyThere} were there before)\n`,
    );
  } catch (error) {
    progress.end();
    throw error;
  }
}

async function moveRows(source: Database, target: Database, origin: string): Promise<void> {
  // The lock says that nobody works here.
  await releaseLeases(source);
  await releaseDeliveries(source);
  const progress = showProgress(await countPages(source), 'pages of rows');
  let copied: CopiedTable[];
  try {
    copied = await copyRows(source, target, { origin, onPage: progress.step });
  } finally {
    progress.end();
  }
  const lines = copied.map(({ table, rows, sha256 }) => [table, `${rows} rows`, sha256.slice(0, 12)]);
  process.stdout.write(`${columns(lines)}Every table is equal by count and hash.\n`);
}
