import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { Failure } from '../errors.ts';
import type { Database } from './database.ts';

type Row = Readonly<Record<string, unknown>>;
type Table = { readonly name: string; readonly key: readonly string[]; readonly parents: readonly string[] };

/** Rows a statement: PostgreSQL binds 65,535 values, and the widest table has about 30 columns. */
const pageSize = 1000;
/** Made by each database for itself. */
const notCopied = ['migrations', 'job_changes', 'server_secrets'];
const markerName = 'migration-source';

export type CopiedTable = { readonly table: string; readonly rows: number; readonly sha256: string };

/**
 * Copies all rows of an embedded database into PostgreSQL, parents before children, and compares both by
 * count and hash. What an earlier run left is completed. Throws `conflict` where the target is not ours to fill.
 */
export async function copyRows(
  source: Database,
  target: Database,
  { origin, onPage }: { readonly origin: string; readonly onPage: (table: string) => void },
): Promise<CopiedTable[]> {
  await claimTarget(target, origin);
  const tables = await listTables(source);
  for (const table of tables) {
    if ((await countRows(source, table.name)) === (await countRows(target, table.name))) continue;
    for await (const rows of pagesOf(source, table)) {
      await insertRows(target, table.name, rows);
      onPage(table.name);
    }
  }
  // Ids of jobs go on where they ended.
  await sql`select setval(pg_get_serial_sequence('jobs', 'id'), (select coalesce(max(id), 0) + 1 from jobs))`.execute(
    target,
  );
  const copied: CopiedTable[] = [];
  for (const table of tables) {
    const [here, there] = [await fingerprint(source, table), await fingerprint(target, table)];
    if (here.rows !== there.rows || here.sha256 !== there.sha256) {
      throw new Failure(
        'conflict',
        `Table ${table.name} differs: ${here.rows} rows here, ${there.rows} there. Empty the target and run it again`,
      );
    }
    copied.push({ table: table.name, ...here });
  }
  return copied;
}

/** Pages that `copyRows` has to insert at most: for a progress bar. */
export async function countPages(source: Database): Promise<number> {
  let pages = 0;
  for (const { name } of await listTables(source)) {
    pages += Math.ceil((await countRows(source, name)) / pageSize);
  }
  return pages;
}

/** A server must not work on half of its rows. */
export async function assertNoMigration(database: Database): Promise<void> {
  const origin = await readMarker(database);
  if (origin === undefined) return;
  throw new Failure(
    'conflict',
    `This database is being filled from ${origin}; finish that first: mailroom migrate`,
  );
}

export async function endMigration(target: Database): Promise<void> {
  await target.deleteFrom('server_secrets').where('name', '=', markerName).execute();
}

async function claimTarget(target: Database, origin: string): Promise<void> {
  const marker = await readMarker(target);
  if (marker === origin) return;
  if (marker !== undefined || (await countRows(target, 'workspaces')) > 0) {
    throw new Failure('conflict', 'The target database holds data of another Mailroom; take an empty one');
  }
  const row = { name: markerName, value: origin, created_at: Date.now() };
  await target.insertInto('server_secrets').values(row).execute();
}

async function readMarker(database: Database): Promise<string | undefined> {
  const row = await database
    .selectFrom('server_secrets')
    .select('value')
    .where('name', '=', markerName)
    .executeTakeFirst();
  return row?.value;
}

/** In an order in which no row is missing what it refers to. */
async function listTables(source: Database): Promise<Table[]> {
  const { rows: names } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`.execute(
    source,
  );
  const waiting: Table[] = [];
  for (const { name } of names) {
    if (notCopied.includes(name)) continue;
    const { rows: key } = await sql<{ name: string }>`
      select name from pragma_table_info(${name}) where pk > 0 order by pk`.execute(source);
    const { rows: parents } = await sql<{ name: string }>`
      select distinct "table" as name from pragma_foreign_key_list(${name}) where "table" <> ${name}`.execute(
      source,
    );
    waiting.push({ name, key: key.map((row) => row.name), parents: parents.map((row) => row.name) });
  }
  const ordered: Table[] = [];
  while (waiting.length > 0) {
    const ready = waiting.findIndex(({ parents }) =>
      parents.every((parent) => ordered.some((table) => table.name === parent)),
    );
    if (ready < 0) throw new Error(`Tables refer to each other in a circle: ${waiting.map((t) => t.name)}`);
    ordered.push(...waiting.splice(ready, 1));
  }
  return ordered;
}

async function* pagesOf(database: Database, { name, key }: Table): AsyncGenerator<readonly Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  let after: RawBuilder<unknown> = sql`true`;
  for (;;) {
    const { rows } = await sql<Row>`
      select * from ${sql.table(name)} where ${after} order by ${columns} limit ${pageSize}`.execute(
      database,
    );
    if (rows.length === 0) return;
    yield rows;
    const last = rows.at(-1)!;
    after = sql`(${columns}) > (${sql.join(key.map((column) => last[column]))})`;
  }
}

async function insertRows(target: Database, table: string, rows: readonly Row[]): Promise<void> {
  const names = Object.keys(rows[0]!);
  const values = rows.map((row) => sql`(${sql.join(names.map((name) => row[name]))})`);
  // Jobs keep their ids, though the database gives them.
  await sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    overriding system value values ${sql.join(values)} on conflict do nothing`.execute(target);
}

async function countRows(database: Database, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
    database,
  );
  return rows[0]!.count;
}

async function fingerprint(database: Database, table: Table): Promise<{ rows: number; sha256: string }> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const rows of pagesOf(database, table)) {
    count += rows.length;
    for (const row of rows) {
      const columns = Object.keys(row).sort();
      // PostgreSQL's text cannot hold the character 0; see postgres.ts.
      hash.update(JSON.stringify(columns.map((column) => row[column])).replaceAll('\\u0000', '\uFFFD'));
    }
  }
  return { rows: count, sha256: hash.digest('hex') };
}
