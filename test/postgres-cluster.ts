import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtempDisposable } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Where Debian puts one folder a version. */
const debianFolder = '/usr/lib/postgresql';

export type Cluster = AsyncDisposable & {
  readonly url: string;
  /** As an operator would: `immediate` cuts all connections off. */
  readonly restart: () => Promise<void>;
  /** Starts it where it ended by itself. */
  readonly revive: () => Promise<void>;
};

export type ClusterOptions = {
  readonly flushes?: boolean;
  /** An empty folder to live in; one of its own where not given. */
  readonly home?: string;
  readonly environment?: Readonly<Record<string, string>>;
};

/**
 * A PostgreSQL server that lives as long as the tests: on loopback, on a free port, in a folder of its own,
 * without flushes unless asked for. Undefined where PostgreSQL is not installed.
 */
export async function startCluster({
  flushes = false,
  home,
  environment,
}: ClusterOptions = {}): Promise<Cluster | undefined> {
  const programs = findPostgresPrograms();
  if (programs === undefined) return undefined;
  await using stack = new AsyncDisposableStack();
  const folder =
    home === undefined ? stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-postgres-'))).path : home;
  const owner = await unprivilegedOwner();
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  const call = (program: string, ...args: string[]) =>
    run(join(programs, program), args, { cwd: folder, ...owner, env: { ...process.env, ...environment } });
  await call(
    'initdb',
    '-D',
    data,
    '-U',
    'mailroom',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
    '--locale=C.UTF-8',
  );
  const settings = [
    `-p ${port}`,
    `-k ${folder}`,
    '-h 127.0.0.1',
    // What is committed is handed to the kernel all the same, so that a crash of the server loses nothing of it.
    ...(flushes ? [] : ['-c fsync=off', '-c full_page_writes=off']),
    '-c max_connections=300',
    ...(home === undefined ? [] : ['-c max_wal_size=128MB']),
  ].join(' ');
  const control = (...args: string[]) =>
    call('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, ...args);
  await control('start');
  stack.defer(async () => void (await call('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop')));
  const owned = stack.move();
  return {
    url: `postgres://mailroom@127.0.0.1:${port}/postgres`,
    restart: async () => void (await control('-m', 'immediate', 'restart')),
    revive: async () => {
      await call('pg_ctl', '-D', data, 'status').catch(() => control('start'));
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The folder of its programs; undefined where it is not installed. */
export function findPostgresPrograms(): string | undefined {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a));
  const folders = [...newestFirst.map((version) => join(debianFolder, version, 'bin')), ...pathFolders()];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

function pathFolders(): string[] {
  return (process.env.PATH ?? '').split(':').filter(Boolean);
}

/** PostgreSQL refuses to run as root: the user that its package made, or nobody. */
async function unprivilegedOwner(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = async (flag: string, user: string) => Number((await run('id', [flag, user])).stdout);
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: await idOf('-u', user), gid: await idOf('-g', user) };
    } catch {
      // The next may exist.
    }
  }
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
