import { statfs } from 'node:fs/promises';
import type { ProcessPool } from '../engine/process-pool.ts';
import type { Database } from '../storage/database.ts';
import { type QueueDepth, readQueueDepth, readWaitingDeliveries } from '../storage/queue-depth.ts';
import { addGauge, addGauges, type Metrics } from '../telemetry/metrics.ts';

export type GaugeSources = {
  readonly database: Database;
  readonly pools: readonly ProcessPool[];
  readonly dataDir: string;
};

/** How the server stands, read when somebody asks for the metrics. Labels: kinds and states of jobs. */
export function addServerGauges(metrics: Metrics, { database, pools, dataDir }: GaugeSources): void {
  addQueueGauges(metrics, database);
  addGauge(
    metrics,
    'webhook_deliveries_waiting',
    'Webhook deliveries not through yet',
    async () => (await readWaitingDeliveries(database)).deliveries,
  );
  addGauge(metrics, 'webhook_oldest_waiting_seconds', 'Age of the oldest of them', async () =>
    ageOf((await readWaitingDeliveries(database)).oldestAt),
  );
  const sizes = async () => (await Promise.all(pools.map((pool) => pool.residentBytes()))).flat();
  addGauge(metrics, 'reader_processes', 'Reader processes alive', async () => (await sizes()).length);
  addGauge(metrics, 'reader_resident_bytes', 'Resident memory of all reader processes', async () =>
    (await sizes()).reduce((sum, bytes) => sum + bytes, 0),
  );
  addGauge(metrics, 'reader_resident_max_bytes', 'Resident memory of the largest one', async () =>
    Math.max(0, ...(await sizes())),
  );
  addGauge(metrics, 'data_free_bytes', 'Room left on the disk of DATA_DIR', async () => {
    const { bavail, bsize } = await statfs(dataDir);
    return bavail * bsize;
  });
}

function addQueueGauges(metrics: Metrics, database: Database): void {
  // Both are read in one turn of a scrape: they share one look at the table.
  let reading: Promise<readonly QueueDepth[]> | undefined;
  const depth = () => {
    reading ??= readQueueDepth(database).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  addGauges(metrics, 'queue_jobs', 'Open jobs by kind and state', ['kind', 'state'], async () =>
    (await depth()).flatMap(({ kind, ...counts }) =>
      (['ready', 'running', 'delayed'] as const).map((state) => ({
        labels: { kind, state },
        value: counts[state],
      })),
    ),
  );
  addGauges(metrics, 'queue_oldest_job_seconds', 'Age of the oldest batch in the queue', ['kind'], async () =>
    (await depth()).map(({ kind, oldestAt }) => ({ labels: { kind }, value: ageOf(oldestAt) })),
  );
}

function ageOf(since: number | undefined): number {
  return since === undefined ? 0 : Math.max(0, Date.now() - since) / 1000;
}
