import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Failure } from '../errors.ts';

// Starts after the first take a third less of the processor. It lies beside the program, and is trusted as the program
// is; where that folder cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/mailroom', import.meta.url)));

const usage = `Mailroom — classifies, routes and reads documents, offline

  mailroom serve                            start the server (npm start does this)
  mailroom classify FILES… --types FILE     say which type each file is, without a server
  mailroom extract FILES… --fields FILE     read fields out of files, without a server
  mailroom mcp [--root FOLDER]…             let an assistant classify and extract files of this machine
  mailroom evaluate DATASET…                measure the classifier on labelled folders
  mailroom keys list|create NAME|revoke ID  API keys
  mailroom webhooks list|set URL|ping ID…   who is told of finished batches
  mailroom sources list|check ID|pause ID…  watched folders and mailboxes
  mailroom backup FOLDER                    copy the data folder, also of a running server
  mailroom migrate --to-database URL        move to PostgreSQL and a bucket
  mailroom train DATASET…                   train the matcher anew

Each command explains itself with --help. Settings come from the environment: see docs/configuration.md.
`;

type Command = (args: string[]) => Promise<number>;

/** Loaded only when asked for: `keys` should not wait for the OCR engines. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  classify: async () => (await import('./classify.ts')).classify,
  extract: async () => (await import('./extract.ts')).extract,
  mcp: async () => (await import('./mcp.ts')).mcp,
  evaluate: async () => (await import('./evaluate.ts')).evaluate,
  keys: async () => (await import('./keys.ts')).keys,
  webhooks: async () => (await import('./webhooks.ts')).webhooks,
  sources: async () => (await import('./sources.ts')).sources,
  backup: async () => (await import('./backup.ts')).backup,
  migrate: async () => (await import('./migrate.ts')).migrate,
  train: async () => (await import('./train.ts')).train,
};

/** Exit codes: 0 all well, 1 some files failed or the work went wrong, 2 called wrongly. */
async function main([name = 'help', ...args]: string[]): Promise<number> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    const asked = ['help', '--help', '-h'].includes(name);
    (asked ? process.stdout : process.stderr).write(asked ? usage : `Unknown command "${name}".\n\n${usage}`);
    return asked ? 0 : 2;
  }
  const run = await load();
  return run(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof Failure || isUsageError(error);
  process.stderr.write(
    `mailroom: ${known ? (error as Error).message : ((error as Error)?.stack ?? error)}\n`,
  );
  process.exitCode = isUsageError(error) ? 2 : 1;
}

/** What util.parseArgs throws for unknown options. */
function isUsageError(error: unknown): boolean {
  return String((error as { code?: unknown })?.code).startsWith('ERR_PARSE_ARGS');
}
