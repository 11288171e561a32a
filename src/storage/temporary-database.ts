import { randomBytes } from 'node:crypto';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from './database.ts';

/**
 * A real database in a folder of its own, for tests and benchmarks; both gone after use. With
 * TEST_DATABASE_URL (set by `npm run test:postgres`) a database of its own on that PostgreSQL server.
 */
export async function openTemporaryDatabase(): Promise<
  AsyncDisposable & {
    readonly database: Database;
    readonly dataDir: string;
    /** What `openDatabase` takes to open it once more. */
    readonly location: string;
  }
> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-')));
  const place = stack.use(await createTemporaryPlace(folder.path));
  const database = stack.use(await openDatabase(place.location, { connectionsMax: 4 }));
  const owned = stack.move();
  const { location } = place;
  return { database, dataDir: folder.path, location, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Where a test keeps its rows: the folder, or an empty database that is dropped in the end. */
export async function createTemporaryPlace(
  dataDir: string,
): Promise<AsyncDisposable & { readonly location: string }> {
  const server = process.env.TEST_DATABASE_URL;
  if (server === undefined) return { location: dataDir, [Symbol.asyncDispose]: async () => {} };
  const name = `mailroom_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    location: url.href,
    [Symbol.asyncDispose]: () => onServer(server, `drop database ${name} with (force)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
