/** What breaks, each for a while. Machines one by one; database and store for all of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultCluster, take } from './fault-cluster.ts';
import type { ProxyMode } from './faulty-proxy.ts';

/** Resolves when it is over. `ms`: how long it lasts, where that can be chosen. */
export type Fault = (cluster: FaultCluster, ms: number) => Promise<unknown>;

export const machineFaults: Readonly<Record<string, Fault>> = {
  'kill -9 of a worker': async (cluster) => {
    using taken = await take(cluster, 'worker');
    await cluster.kill(taken.machine);
  },
  'kill -9 of an API process': async (cluster) => {
    using taken = await take(cluster, 'api');
    await cluster.kill(taken.machine);
  },
  'kill -9 of a reader process': async (cluster) => {
    using taken = await take(cluster, 'worker');
    cluster.killReader(taken.machine);
  },
};

export const sharedFaults: Readonly<Record<string, Fault>> = {
  'PostgreSQL restarted': (cluster) => cluster.restartPostgres(),
  'database connections cut': ({ database }, ms) => during(database.set, 'cut', ms),
  'database silent': ({ database }, ms) => during(database.set, 'silent', ms),
  'store answers 500': ({ store }, ms) => during(store.set, 'failing', ms),
  'store slow': ({ store }, ms) => during(store.set, 'slow', ms),
  'store silent': ({ store }, ms) => during(store.set, 'silent', ms),
  'store not there': ({ store }, ms) => during(store.set, 'cut', ms),
};

async function during(set: (mode: ProxyMode) => void, mode: ProxyMode, ms: number): Promise<void> {
  set(mode);
  await sleep(ms);
  set('pass');
}
