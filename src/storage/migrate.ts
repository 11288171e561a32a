import { type Kysely, sql } from 'kysely';
import { Failure } from '../errors.ts';
import type { Database } from './database.ts';
import { isPostgres } from './dialect.ts';
import { initial } from './migrations/001-initial.ts';
import { desk } from './migrations/002-desk.ts';
import { extraction } from './migrations/003-extraction.ts';
import { webhooks } from './migrations/004-webhooks.ts';
import { deskCounts } from './migrations/005-desk-counts.ts';
import { idempotency } from './migrations/006-idempotency.ts';
import { learning } from './migrations/007-learning.ts';
import { sources } from './migrations/008-sources.ts';
import { scale } from './migrations/009-scale.ts';
import { keyScopes } from './migrations/010-key-scopes.ts';
import { traces } from './migrations/011-traces.ts';
import { valuesByHand } from './migrations/012-values-by-hand.ts';
import { splitPages } from './migrations/013-split-pages.ts';
import { usage } from './migrations/015-usage.ts';
import { audit } from './migrations/016-audit.ts';
import { retention } from './migrations/017-retention.ts';

/** Statements that bring the tables from one state to the next. Never edited once released: add another. */
export type Migration = {
  readonly name: string;
  /** On the common subset; `toPostgres` bridges what has no common word. */
  readonly statements: readonly string[];
  /** What only PostgreSQL needs. */
  readonly postgresStatements?: readonly string[];
};

const migrations: readonly Migration[] = [
  initial,
  desk,
  extraction,
  webhooks,
  deskCounts,
  idempotency,
  learning,
  sources,
  scale,
  valuesByHand,
  splitPages,
  usage,
  keyScopes,
  traces,
  audit,
  retention,
];

/** Any number that no other program on the same database takes. */
const migrationLock = 4_242_001;

type MigrationTables = { migrations: { name: string; applied_at: number } };

/** Runs what is missing, in one transaction: two processes that start together take turns. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const tables = transaction as unknown as Kysely<MigrationTables>;
    const onPostgres = isPostgres(transaction);
    const inDialect = (statement: string) => (onPostgres ? toPostgres(statement) : statement);
    if (onPostgres) await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(tables);
    await sql
      .raw(
        inDialect(
          'create table if not exists migrations (name text primary key, applied_at bigint not null)',
        ),
      )
      .execute(tables);
    const applied = (await tables.selectFrom('migrations').select('name').execute()).map((row) => row.name);
    const unknown = applied.filter((name) => !migrations.some((migration) => migration.name === name));
    if (unknown.length > 0) {
      throw new Failure(
        'conflict',
        `The data was written by a newer Mailroom (it knows ${unknown.join(', ')}); start that version, or newer`,
      );
    }
    for (const { name, statements, postgresStatements = [] } of migrations) {
      if (applied.includes(name)) continue;
      for (const statement of statements) await sql.raw(inDialect(statement)).execute(tables);
      for (const statement of onPostgres ? postgresStatements : []) await sql.raw(statement).execute(tables);
      await tables.insertInto('migrations').values({ name, applied_at: Date.now() }).execute();
    }
  });
}

/**
 * Texts sort by their bytes on PostgreSQL too, whatever the language of the database: ids sort by time only so.
 */
function toPostgres(statement: string): string {
  if (!/^\s*(create|alter) table/.test(statement)) return statement;
  return statement
    .replace('integer primary key autoincrement', 'bigint generated always as identity primary key')
    .replace(/(?<=\w) text\b/g, ' text collate "C"');
}
