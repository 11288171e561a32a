import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from './database.ts';

/** A real database in a folder of its own, for tests and benchmarks; both gone after use. */
export async function openTemporaryDatabase(): Promise<
  AsyncDisposable & { readonly database: Database; readonly dataDir: string }
> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-')));
  const database = stack.use(await openDatabase(folder.path));
  const owned = stack.move();
  return { database, dataDir: folder.path, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
