import { PostgresAdapter } from 'kysely';
import type { Database } from './database.ts';

/** Whether several transactions run at once. SQLite has one writer: there, what is read cannot change before it is written. */
export function isPostgres(database: Database): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}

/** Whether the place of a database is a server's, and not a folder. */
export function isPostgresUrl(location: string): boolean {
  return /^postgres(ql)?:\/\//.test(location);
}
