import { type Kysely, sql } from 'kysely';
import { Failure } from '../errors.ts';
import type { Database } from './database.ts';
import { initial } from './migrations/001-initial.ts';
import { desk } from './migrations/002-desk.ts';
import { extraction } from './migrations/003-extraction.ts';
import { webhooks } from './migrations/004-webhooks.ts';
import { deskCounts } from './migrations/005-desk-counts.ts';
import { idempotency } from './migrations/006-idempotency.ts';
import { learning } from './migrations/007-learning.ts';
import { keyScopes } from './migrations/010-key-scopes.ts';
import { valuesByHand } from './migrations/012-values-by-hand.ts';
import { splitPages } from './migrations/013-split-pages.ts';
import { usage } from './migrations/015-usage.ts';

/** Statements that bring the tables from one state to the next. Never edited once released: add another. */
export type Migration = { readonly name: string; readonly statements: readonly string[] };

const migrations: readonly Migration[] = [
  initial,
  desk,
  extraction,
  webhooks,
  deskCounts,
  idempotency,
  learning,
  valuesByHand,
  splitPages,
  usage,
  keyScopes,
];

type MigrationTables = { migrations: { name: string; applied_at: number } };

/** Runs what is missing, in one transaction: two processes that start together take turns. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const tables = transaction as unknown as Kysely<MigrationTables>;
    await sql`create table if not exists migrations (name text primary key, applied_at bigint not null)`.execute(
      tables,
    );
    const applied = (await tables.selectFrom('migrations').select('name').execute()).map((row) => row.name);
    const unknown = applied.filter((name) => !migrations.some((migration) => migration.name === name));
    if (unknown.length > 0) {
      throw new Failure(
        'conflict',
        `The data folder was written by a newer Mailroom (it knows ${unknown.join(', ')}); start that version, or newer`,
      );
    }
    for (const { name, statements } of migrations) {
      if (applied.includes(name)) continue;
      for (const statement of statements) await sql.raw(statement).execute(tables);
      await tables.insertInto('migrations').values({ name, applied_at: Date.now() }).execute();
    }
  });
}
