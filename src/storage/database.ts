import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { migrate } from './migrate.ts';
import type { Tables } from './schema.ts';
import { createSqliteDialect } from './sqlite.ts';

/**
 * The database, or a transaction on it. There is one connection: transactions take turns, so nothing slow
 * may happen inside one, and inside one only the transaction itself may be asked (else it waits for itself).
 */
export type Database = Kysely<Tables>;

/** Opens the data folder's database, made and brought up to date where needed. `await using` closes it. */
export async function openDatabase(dataDir: string): Promise<Database> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const database = new Kysely<Tables>({ dialect: createSqliteDialect(join(dataDir, 'mailroom.db')) });
  try {
    await migrate(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

/** Joins the caller's transaction, or makes one. */
export function inTransaction<T>(
  database: Database,
  work: (transaction: Database) => Promise<T>,
): Promise<T> {
  return database.isTransaction ? work(database) : database.transaction().execute(work);
}
