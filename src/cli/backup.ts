import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../errors.ts';
import { backUpDataDir } from '../storage/backup.ts';
import { configFromEnvironment } from './settings.ts';

const help = `mailroom backup FOLDER

Copies the data folder (DATA_DIR) into FOLDER, also while the server runs. Again into the same folder, only what is
new is copied. To restore, start the server with DATA_DIR=FOLDER, or copy it back first.
`;

export async function backup(args: string[]): Promise<number> {
  const options = { help: { type: 'boolean', short: 'h', default: false } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [folder] = positionals;
  if (values.help || folder === undefined || positionals.length > 1) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  const { dataDir, databaseUrl, blobsUrl } = configFromEnvironment();
  if (databaseUrl !== undefined || blobsUrl !== undefined) {
    throw new Failure(
      'invalid_request',
      'DATABASE_URL or BLOBS_URL is set: use pg_dump for PostgreSQL, then the versions or a copy of the bucket',
    );
  }
  if (!existsSync(join(dataDir, 'mailroom.db'))) {
    throw new Failure('not_found', `There is no data folder at ${dataDir}; set DATA_DIR`);
  }
  const target = resolve(folder);
  const { blobsCopied, blobsKept, blobsRemoved } = await backUpDataDir(dataDir, target);
  process.stderr.write(
    `${target}: database copied; blobs: ${blobsCopied} copied, ${blobsKept} there already, ${blobsRemoved} removed\n`,
  );
  return 0;
}
