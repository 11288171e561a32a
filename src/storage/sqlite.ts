import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { createSqliteDriver } from './sqlite-driver.ts';

/** Longer texts are bulk inserts, whose number of rows makes each nearly unique: not worth keeping. */
const keptTextLengthMax = 4000;
const keptStatementsMax = 500;
/** How long a write waits for another process (`mailroom keys` beside the server). */
const busyTimeoutMs = 5000;
/** SQLite's 2 MB hold no batch of 1,000 files: its results take 1.6 ms of processor time from 64 MB, 3.2 from 2. */
const readerCacheKilobytes = 64_000;
/** The tail of a few tables and indices; 64 MB more here only grew the process. */
const writerCacheKilobytes = 8_000;

/**
 * Kysely's SQLite dialect on the SQLite inside Node.
 *
 * Invariant: what a commit acknowledged survives a power cut (WAL with synchronous=FULL: one fsync a commit).
 */
export function createSqliteDialect(path: string): Dialect {
  return {
    createAdapter: () => new ConcurrentReads(),
    createDriver: () =>
      createSqliteDriver({
        writer: openSqlite(path, writerCacheKilobytes),
        reader: openSqlite(path, readerCacheKilobytes),
      }),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Kysely's own adapter makes all queries wait for the transaction in hand; our driver lets reads pass. */
class ConcurrentReads extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

function openSqlite(path: string, cacheKilobytes: number): SqliteDatabase {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
  // On a read-only file system there is no room for temporary files: savepoints failed, and jobs with them.
  database.exec('pragma temp_store = memory');
  database.exec(`pragma cache_size = -${cacheKilobytes}`);
  const kept = new Map<string, StatementSync>();
  const prepare = (text: string) => {
    const found = kept.get(text);
    if (found !== undefined) return found;
    const statement = database.prepare(text);
    if (text.length <= keptTextLengthMax && kept.size < keptStatementsMax) kept.set(text, statement);
    return statement;
  };
  return {
    prepare(text) {
      const statement = prepare(text);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...toSqlite(parameters)),
        run: (parameters) => statement.run(...toSqlite(parameters)),
        iterate: (parameters) => statement.iterate(...toSqlite(parameters)),
      };
    },
    close: () => database.close(),
  };
}

function toSqlite(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
