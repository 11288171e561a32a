/** What breaks, each for a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../src/storage/database.ts';
import { type FaultCluster, killReader, type Machine, type Role, take } from './fault-cluster.ts';
import type { ProxyMode } from './faulty-proxy.ts';
import { until } from './server-process.ts';

export type Fault = {
  /** Why this computer cannot do it; undefined where it can. */
  readonly missing?: (cluster: FaultCluster) => string | undefined;
  /** Resolves when it is over; with a text, why it did not come about. `ms`: how long it lasts, where that can be chosen. */
  readonly run: (cluster: FaultCluster, ms: number, database: Database) => Promise<unknown>;
};

/** Faults by name, one after the other. */
export type Lane = {
  readonly faults: Readonly<Record<string, Fault>>;
  /** How many rests are between two of them. */
  readonly rests: number;
};

const noMounts = 'may not mount a file system';
const noClock = 'libfaketime is not installed (apt-get install faketime)';
const noNetwork = 'may not make network namespaces (ip netns)';
const hours = 1;

const ofRole = (role: Role) => (machine: Machine) => machine.role === role;

/** To one machine at a time. */
const machineFaults: Lane['faults'] = {
  'kill -9 of a worker': onMachine(ofRole('worker'), (machine, { kill }) => kill(machine)),
  'kill -9 of an API process': onMachine(ofRole('api'), (machine, { kill }) => kill(machine)),
  'kill -9 of a reader process': onMachine(ofRole('worker'), async (machine) => killReader(machine)),
  'network cut between a worker and the database': {
    missing: ({ machines }) => (machines.some(({ network }) => network) ? undefined : noNetwork),
    ...onMachine(
      ({ network }) => network !== undefined,
      async ({ network }, _, ms) => {
        await network!.cut();
        await sleep(4 * ms);
        await network!.heal();
      },
    ),
  },
  'clock of a worker an hour ahead, then behind': clockFault('worker'),
  'clock of an API machine an hour ahead, then behind': clockFault('api'),
  'disk of an API machine full': diskFault('api'),
  'disk of a worker full': diskFault('worker'),
};

/** To what all machines lean on. */
const sharedFaults: Lane['faults'] = {
  'PostgreSQL restarted': { run: ({ postgres }) => postgres.restart() },
  'database connections cut': { run: ({ database }, ms) => during(database.set, 'cut', ms) },
  'database silent': { run: ({ database }, ms) => during(database.set, 'silent', ms) },
  'disk of the database full': {
    missing: ({ postgres }) => (postgres.disk === undefined ? noMounts : undefined),
    async run({ postgres }, ms) {
      await postgres.disk!.fill();
      await sleep(ms);
      await postgres.disk!.free();
      await postgres.revive();
    },
  },
  'store answers 500': { run: ({ store }, ms) => during(store.set, 'failing', ms) },
  'store full': { run: ({ store }, ms) => during(store.set, 'full', ms) },
  'store slow': { run: ({ store }, ms) => during(store.set, 'slow', ms) },
  'store silent': { run: ({ store }, ms) => during(store.set, 'silent', ms) },
  'store not there': { run: ({ store }, ms) => during(store.set, 'cut', ms) },
  // The last: it ends all leases, and a stopped worker's is to run out by itself.
  'clock of the database an hour ahead, then behind': {
    missing: ({ postgres }) => (postgres.clock === undefined ? noClock : undefined),
    run: ({ postgres }, ms) => jump(postgres.clock!.jump, ms),
  },
};

/** What takes longer than a lease. */
const leaseFaults: Lane['faults'] = {
  'two workers after the same job': { run: stopPastLease },
};

/** Lanes go side by side. One of the two workers must be there more often than not. */
export const lanes: readonly Lane[] = [
  { faults: machineFaults, rests: 1 },
  { faults: sharedFaults, rests: 1 },
  { faults: leaseFaults, rests: 4 },
];

/**
 * A worker that stops in the middle of a job (SIGSTOP) and goes on when another has taken it. Resolves once it
 * was taken, which is the point.
 */
async function stopPastLease(
  cluster: FaultCluster,
  _: number,
  database: Database,
): Promise<string | undefined> {
  using taken = await take(cluster, ({ name }) => name === 'worker-1');
  // Asked anew each time: a machine that was killed before may be given its new process only now.
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => taken.machine.process.child.kill(name);
  try {
    let held: ReadonlySet<string> | undefined;
    for (let attempt = 0; held === undefined; attempt += 1) {
      // Short jobs are hard to meet on an idle machine; the long form meets them by the dozen.
      if (attempt === attemptsMax) return 'no worker was met in the middle of a job';
      held = await stopInJob(database, signal);
    }
    await until(
      'the job of a stopped worker to be taken by another',
      async () => {
        const running = await runningJobs(database);
        return running && held.intersection(running).size === 0 ? true : undefined;
      },
      120_000,
    );
    return undefined;
  } finally {
    signal('SIGCONT');
  }
}

const attemptsMax = 12;

/** What the stopped worker holds; undefined, and it goes on, where it holds nothing. */
async function stopInJob(
  database: Database,
  signal: (name: 'SIGSTOP' | 'SIGCONT') => void,
): Promise<ReadonlySet<string> | undefined> {
  // Stopped again and again it would never come to take a job, since the other one has them all by then.
  await sleep(700);
  // What a dead worker left is not what this one holds.
  const left = await runningJobs(database);
  const begun = left && (await untilBegun(database, left));
  if (begun === undefined) return undefined;
  signal('SIGSTOP');
  // What the other worker runs is done by then, most of the time.
  await sleep(1_000);
  const stays = (await runningJobs(database))?.intersection(begun);
  if (stays !== undefined && stays.size > 0) return stays;
  signal('SIGCONT');
  return undefined;
}

/**
 * Jobs as soon as one has begun: a small file is done in 20 ms on an idle machine, and a worker that is stopped at
 * any moment holds nothing. Undefined where none begins for a second.
 */
async function untilBegun(
  database: Database,
  before: ReadonlySet<string>,
): Promise<ReadonlySet<string> | undefined> {
  for (const start = performance.now(); performance.now() - start < 1_000; await sleep(2)) {
    const begun = (await runningJobs(database))?.difference(before);
    if (begun !== undefined && begun.size > 0) return begun;
  }
  return undefined;
}

/** Each with its attempt; undefined where the database is broken just now. */
async function runningJobs(database: Database): Promise<ReadonlySet<string> | undefined> {
  try {
    const { rows } = await sql<{ run: string }>`
      select id || '/' || attempts as run from jobs where state = 'running'`.execute(database);
    return new Set(rows.map(({ run }) => run));
  } catch {
    return undefined;
  }
}

function onMachine(
  isWanted: (machine: Machine) => boolean,
  fault: (machine: Machine, cluster: FaultCluster, ms: number) => Promise<unknown>,
): Pick<Fault, 'run'> {
  return {
    async run(cluster, ms) {
      using taken = await take(cluster, isWanted);
      await fault(taken.machine, cluster, ms);
    },
  };
}

function clockFault(role: Role): Fault {
  return {
    missing: ({ machines }) => (machines.some(({ clock }) => clock) ? undefined : noClock),
    ...onMachine(ofRole(role), ({ clock }, _, ms) => jump(clock!.jump, ms)),
  };
}

function diskFault(role: Role): Fault {
  return {
    missing: ({ machines }) => (machines.some(({ disk }) => disk) ? undefined : noMounts),
    ...onMachine(ofRole(role), async ({ disk }, _, ms) => {
      await disk!.fill();
      await sleep(ms);
      await disk!.free();
    }),
  };
}

async function jump(to: (hours: number) => Promise<void>, ms: number): Promise<void> {
  await to(hours);
  await sleep(ms);
  await to(-hours);
  await sleep(ms);
  await to(0);
}

async function during(set: (mode: ProxyMode) => void, mode: ProxyMode, ms: number): Promise<void> {
  set(mode);
  await sleep(ms);
  set('pass');
}
