import { availableParallelism } from 'node:os';
import { type Config, readConfig } from '../config.ts';
import { type Database, openDatabase } from '../storage/database.ts';

/** The settings of this run, from the environment; `given` on the command line goes before it. */
export function configFromEnvironment(given: Readonly<Record<string, string>> = {}): Config {
  return readConfig({ ...process.env, ...given }, availableParallelism());
}

/** The database of this installation, for a command beside its servers. */
export function openConfiguredDatabase(): Promise<Database> {
  const { databaseUrl, dataDir } = configFromEnvironment();
  return openDatabase(databaseUrl ?? dataDir, { connectionsMax: 2 });
}
