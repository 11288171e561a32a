import { readFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';
import { startCluster } from './postgres-cluster.ts';
import { type ServerProcess, startServerProcess, until } from './server-process.ts';

export type Machine = { process: ServerProcess; readonly role: 'api' | 'worker'; readonly name: string };

/** Two API machines and two workers on one PostgreSQL and one bucket, each behind a proxy that can fail. */
export type FaultCluster = AsyncDisposable & {
  readonly machines: readonly Machine[];
  readonly databaseUrl: string;
  readonly database: FaultyProxy;
  readonly store: FaultyProxy;
  readonly restartPostgres: () => Promise<void>;
  /** kill -9; the machine starts again, as its supervisor would do, as often as it takes. */
  readonly kill: (machine: Machine) => Promise<void>;
  /** kill -9 for one of a worker's reader processes. */
  readonly killReader: (machine: Machine) => void;
};

/** Undefined where PostgreSQL is not installed. */
export async function startFaultCluster(
  settings: Readonly<Record<string, string>>,
): Promise<FaultCluster | undefined> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-faults-')));
  const postgres = await startCluster();
  if (postgres === undefined) return undefined;
  stack.use(postgres);
  const bucketServer = await startFauxqs({ port: 0, logger: false });
  stack.defer(() => bucketServer.stop());
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${bucketServer.port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(new CreateBucketCommand({ Bucket: 'mailroom' }));
  client.destroy();
  const database = stack.use(await startFaultyProxy(Number(new URL(postgres.url).port)));
  const store = stack.use(await startFaultyProxy(bucketServer.port));
  const environment = {
    DATABASE_URL: `postgres://mailroom@127.0.0.1:${database.port}/postgres`,
    BLOBS_URL: `s3://mailroom/faults?endpoint=http://127.0.0.1:${store.port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    PUBLIC_URL: 'http://mailroom.test',
    READERS: '1',
    DATABASE_CONNECTIONS: '4',
    LOG_LEVEL: 'fatal',
    ...settings,
  };
  const launch = (name: string, role: Machine['role']) =>
    startServerProcess(join(folder.path, name), { ...environment, ROLE: role });
  const machines: Machine[] = [];
  for (const name of ['api-1', 'api-2', 'worker-1', 'worker-2']) {
    const role = name.startsWith('api') ? 'api' : 'worker';
    machines.push({ name, role, process: await launch(name, role) });
  }
  stack.defer(async () => {
    for (const { process } of machines) await process[Symbol.asyncDispose]();
  });
  const owned = stack.move();
  return {
    machines,
    databaseUrl: postgres.url,
    database,
    store,
    restartPostgres: postgres.restart,
    async kill(machine) {
      await machine.process.kill();
      machine.process = await until(
        `${machine.name} to start again`,
        () => launch(machine.name, machine.role).catch(() => sleep(500, undefined)),
        300_000,
      );
    },
    killReader({ process: { child } }) {
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
        .trim()
        .split(' ');
      const reader = Number(children[Math.floor(Math.random() * children.length)]);
      if (reader > 0) process.kill(reader, 'SIGKILL');
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
