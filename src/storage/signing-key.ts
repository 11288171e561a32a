import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { isPostgres } from './dialect.ts';

const keyBytes = 32;
const secretName = 'signing-key';

/**
 * The secret that signs links to files, made at the first start. Deleting it ends all links given so far.
 * Servers on one PostgreSQL share it there: a link that one gave is opened by any.
 */
export async function ensureSigningKey(database: Database, dataDir: string): Promise<Buffer> {
  if (isPostgres(database)) return ensureSharedKey(database, randomBytes(keyBytes));
  const path = join(dataDir, 'signing.key');
  const existing = await readSigningKey(dataDir);
  if (existing !== undefined) return existing;
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, randomBytes(keyBytes), { mode: 0o600, flush: true });
  // A link appears whole or not at all, and never over another's key.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return readFile(path);
}

/** The key that is there already, or this one from now on. */
export async function ensureSharedKey(database: Database, key: Buffer): Promise<Buffer> {
  await database
    .insertInto('server_secrets')
    .values({ name: secretName, value: key.toString('base64'), created_at: Date.now() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await database
    .selectFrom('server_secrets')
    .select('value')
    .where('name', '=', secretName)
    .executeTakeFirstOrThrow();
  return Buffer.from(value, 'base64');
}

/** The key of a data folder; undefined where it has none yet. */
export async function readSigningKey(dataDir: string): Promise<Buffer | undefined> {
  const path = join(dataDir, 'signing.key');
  const key = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (key !== undefined && key.length !== keyBytes) {
    throw new Error(
      `${path} is damaged: restore it from a backup, or delete it (links given so far then end)`,
    );
  }
  return key;
}
