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

export type Role = 'api' | 'worker';

export type Machine = {
  process: ServerProcess;
  readonly role: Role;
  readonly name: string;
  /** One fault at a time. */
  isBroken: boolean;
};

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

const names = ['api-1', 'api-2', 'worker-1', 'worker-2'] as const;

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
  await createBucket(bucketServer.port);
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
  const launch = (name: string, role: Role) =>
    startServerProcess(join(folder.path, name), { ...environment, ROLE: role });
  const machines: Machine[] = [];
  stack.defer(async () => {
    await Promise.all(machines.map((machine) => machine.process[Symbol.asyncDispose]()));
  });
  await Promise.all(
    names.map(async (name) => {
      const role = name.startsWith('api') ? 'api' : 'worker';
      machines.push({ name, role, process: await launch(name, role), isBroken: false });
    }),
  );
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

async function createBucket(port: number): Promise<void> {
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(new CreateBucketCommand({ Bucket: 'mailroom' }));
  client.destroy();
}

/** One of the machines of a role, whatever state it is in. */
export function pick({ machines }: Pick<FaultCluster, 'machines'>, role: Role): Machine {
  return anyOf(machines.filter((machine) => machine.role === role));
}

/** Waits for a machine that is in no other fault, and keeps it to itself until it is disposed of. */
export async function take(
  { machines }: FaultCluster,
  role: Role,
): Promise<Disposable & { readonly machine: Machine }> {
  const machine = await until(
    `a whole machine of the role ${role}`,
    async () => {
      const whole = machines.filter((one) => one.role === role && !one.isBroken);
      return whole.length > 0 ? anyOf(whole) : undefined;
    },
    300_000,
  );
  machine.isBroken = true;
  return {
    machine,
    [Symbol.dispose]: () => {
      machine.isBroken = false;
    },
  };
}

function anyOf<T>(choices: readonly T[]): T {
  return choices[Math.floor(Math.random() * choices.length)]!;
}
