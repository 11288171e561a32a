import { readFileSync } from 'node:fs';
import { chmod, mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bucketCredentials, startBucketServer } from './bucket-server.ts';
import { createFaultyClock, type FaultyClock } from './faulty-clock.ts';
import { type FaultyNetwork, openFaultyNetwork } from './faulty-network.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';
import { type Cluster, startCluster } from './postgres-cluster.ts';
import { type ServerProcess, startServerProcess, until } from './server-process.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';
import { type Receiver, startReceiver } from './webhook-receiver.ts';

export type Role = 'api' | 'worker';

/** What undefined is here, this computer cannot do. */
export type Machine = {
  process: ServerProcess;
  readonly role: Role;
  readonly name: string;
  readonly disk: SmallDisk | undefined;
  readonly clock: FaultyClock | undefined;
  /** Of the second worker alone. */
  readonly network: FaultyNetwork | undefined;
  /** One fault at a time. */
  isBroken: boolean;
};

/** Two API machines and two workers on one PostgreSQL and one bucket, each behind a proxy that can fail. */
export type FaultCluster = AsyncDisposable & {
  readonly machines: readonly Machine[];
  /** To PostgreSQL itself, past its proxy. */
  readonly databaseUrl: string;
  readonly database: FaultyProxy;
  readonly postgres: Cluster & {
    readonly disk: SmallDisk | undefined;
    readonly clock: FaultyClock | undefined;
  };
  readonly store: FaultyProxy;
  readonly receiver: Receiver;
  /** kill -9; the machine starts again, as its supervisor would do, as often as it takes. */
  readonly kill: (machine: Machine) => Promise<void>;
};

const names = ['api-1', 'api-2', 'worker-1', 'worker-2'] as const;
const machineDiskMegabytes = 64;
const databaseDiskMegabytes = 600;

/** `readers`: of each worker. Undefined where PostgreSQL is not installed. */
export async function startFaultCluster({
  readers,
}: {
  readonly readers: number;
}): Promise<FaultCluster | undefined> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-faults-')));
  // PostgreSQL runs as another user.
  await chmod(folder.path, 0o711);
  const postgres = await startPostgres(stack, folder.path);
  if (postgres === undefined) return undefined;
  const bucketServer = stack.use(await startBucketServer());
  const network = await openFaultyNetwork();
  if (network !== undefined) stack.use(network);
  const onNetwork = (host: string | undefined) =>
    host === undefined ? (['127.0.0.1'] as const) : (['127.0.0.1', host] as const);
  const databasePort = Number(new URL(postgres.url).port);
  const database = stack.use(await startFaultyProxy(databasePort, onNetwork(network?.databaseHost)));
  const store = stack.use(await startFaultyProxy(bucketServer.port, onNetwork(network?.host)));
  const receiver = stack.use(await startReceiver(undefined, network?.host));
  const environmentOf = ({ role, clock, network: own }: Omit<Machine, 'process'>) => ({
    ROLE: role,
    DATABASE_URL: `postgres://mailroom@${own?.databaseHost ?? '127.0.0.1'}:${database.port}/postgres`,
    BLOBS_URL: `s3://mailroom/faults?endpoint=http://${own?.host ?? '127.0.0.1'}:${store.port}`,
    ...bucketCredentials,
    PUBLIC_URL: 'http://mailroom.test',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    READERS: String(readers),
    DATABASE_CONNECTIONS: '4',
    MIN_FREE_DISK_MB: '4',
    LOG_LEVEL: 'fatal',
    ...clock?.environment,
  });
  const launch = (machine: Omit<Machine, 'process'>) =>
    startServerProcess(
      join(folder.path, machine.name),
      environmentOf(machine),
      undefined,
      machine.network?.through,
    );
  const machines: Machine[] = [];
  stack.defer(async () => {
    await Promise.all(machines.map((machine) => machine.process[Symbol.asyncDispose]()));
  });
  const startMachine = async (name: (typeof names)[number]) => {
    const dataDir = join(folder.path, name);
    const disk = await mountSmallDisk(dataDir, machineDiskMegabytes);
    if (disk !== undefined) stack.adopt(disk, (mounted) => mounted[Symbol.asyncDispose]());
    const machine = {
      name,
      role: name.startsWith('api') ? ('api' as const) : ('worker' as const),
      disk,
      clock: await createFaultyClock(join(folder.path, `${name}-clock`)),
      network: name === 'worker-2' ? network : undefined,
      isBroken: false,
    };
    machines.push({ ...machine, process: await launch(machine) });
  };
  await Promise.all(names.map(startMachine));
  let isOver = false;
  stack.defer(async () => {
    isOver = true;
  });
  const owned = stack.move();
  return {
    machines,
    databaseUrl: postgres.url,
    database,
    postgres,
    store,
    receiver,
    async kill(machine) {
      await machine.process.kill();
      machine.process = await until(
        `${machine.name} to start again`,
        () => launch(machine).catch(() => (isOver ? machine.process : sleep(500, undefined))),
        300_000,
      );
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startPostgres(stack: AsyncDisposableStack, folder: string) {
  const home = join(folder, 'postgres');
  const disk = await mountSmallDisk(home, databaseDiskMegabytes);
  if (disk !== undefined) stack.use(disk);
  const clock = await createFaultyClock(join(folder, 'postgres-clock'));
  const cluster = await startCluster({ home, ...(clock && { environment: clock.environment }) });
  return cluster && Object.assign(stack.use(cluster), { disk, clock });
}

/** kill -9 for one of a machine's reader processes. */
export function killReader({ process: { child } }: Machine): void {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
  const reader = Number(anyOf(children));
  if (reader > 0) process.kill(reader, 'SIGKILL');
}

/** One of the machines of a role, whatever state it is in. */
export function pick({ machines }: Pick<FaultCluster, 'machines'>, role: Role): Machine {
  return anyOf(machines.filter((machine) => machine.role === role));
}

/** Waits for a machine that is in no other fault, and keeps it to itself until it is disposed of. */
export async function take(
  { machines }: FaultCluster,
  isWanted: (machine: Machine) => boolean,
): Promise<Disposable & { readonly machine: Machine }> {
  const machine = await until(
    'a machine in no other fault',
    async () => {
      const whole = machines.filter((one) => isWanted(one) && !one.isBroken);
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
