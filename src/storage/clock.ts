import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';
import { isPostgres } from './dialect.ts';

/**
 * Milliseconds by the clock that leases and waits are measured with, `laterMs` from now. On PostgreSQL it is the
 * server's: machines that share it need not agree on the time, and one whose clock is an hour ahead must not make
 * all others wait for that hour.
 */
export function clock(database: Database, laterMs = 0): RawBuilder<number> {
  return isPostgres(database)
    ? sql<number>`((extract(epoch from statement_timestamp()) * 1000)::bigint + ${sql.lit(laterMs)})`
    : sql<number>`${Date.now() + laterMs}`;
}
