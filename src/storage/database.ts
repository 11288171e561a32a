import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Dialect, Kysely } from 'kysely';
import { recording } from './audit.ts';
import { isPostgresUrl } from './dialect.ts';
import { migrate } from './migrate.ts';
import type { PostgresOptions } from './postgres.ts';
import type { Tables } from './schema.ts';

/**
 * The database, or a transaction on it. SQLite has one writing connection: transactions take turns, so
 * nothing slow may happen inside one, and inside one only the transaction itself may be asked (else it waits
 * for itself). On PostgreSQL they run side by side: `row-locks.ts` says who waits for whom.
 */
export type Database = Kysely<Tables>;

/**
 * Opens the database at `postgres://…`, or the one in a data folder; made and brought up to date where
 * needed. `await using` closes it.
 */
export async function openDatabase(location: string, options: PostgresOptions = {}): Promise<Database> {
  if (!isPostgresUrl(location)) return openMigrated(await embeddedDialect(location));
  const { createPostgresDialect } = await import('./postgres.ts');
  // A connection of its own, without time-outs: a migration takes as long as it takes.
  await using _migrated = await openMigrated(
    createPostgresDialect(location, { patient: true, connectionsMax: 1 }),
  );
  return new Kysely<Tables>({ dialect: createPostgresDialect(location, options) });
}

async function embeddedDialect(dataDir: string): Promise<Dialect> {
  const { createSqliteDialect } = await import('./sqlite.ts');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return createSqliteDialect(join(dataDir, 'mailroom.db'));
}

async function openMigrated(dialect: Dialect): Promise<Database> {
  const database = new Kysely<Tables>({ dialect });
  try {
    await migrate(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

const repeatsMax = 5;

/**
 * Joins the caller's transaction, or makes one. `work` may run again: PostgreSQL ends one of two transactions
 * that wait for each other, and nothing of it has happened then.
 */
export async function inTransaction<T>(
  database: Database,
  work: (transaction: Database) => Promise<T>,
): Promise<T> {
  if (database.isTransaction) return work(database);
  for (let repeat = 1; ; repeat += 1) {
    try {
      const recorded = recording(work);
      const result = await database.transaction().execute(recorded.work);
      recorded.committed();
      return result;
    } catch (error) {
      if (repeat > repeatsMax || !isDeadlock(error)) throw error;
      await pause(Math.random() * 20 * repeat);
    }
  }
}

/** Nothing of the transaction happened, through no fault of its own. */
export function isDeadlock(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === '40P01' || code === '40001';
}
