import { createSecretKey } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { openPool } from './engine/open-pool.ts';
import type { ProcessPool } from './engine/process-pool.ts';
import { createApp } from './http/app.ts';
import { registerDashboard } from './http/dashboard.ts';
import { mintFileUrl } from './http/file-url.ts';
import { checkDatabase } from './http/health.ts';
import { addServerGauges } from './http/metrics-gauges.ts';
import { startMetricsServer } from './http/metrics-server.ts';
import { version } from './http/openapi.ts';
import { registerV2 } from './http/v2/routes.ts';
import { createExtractFileHandler } from './jobs/extract-file-job.ts';
import { pingWebhook } from './jobs/ping-webhook.ts';
import { createProcessFileHandler } from './jobs/process-file-job.ts';
import { createQueue } from './jobs/queue.ts';
import { createReadFileHandler } from './jobs/read-file-job.ts';
import { startSweeping } from './jobs/sweep-job.ts';
import { startSendingWebhooks, type WebhookOptions } from './jobs/webhook-job.ts';
import { startWorker } from './jobs/worker.ts';
import type { Log } from './log.ts';
import { ensureFirstApiKey } from './storage/api-keys.ts';
import { openDatabase } from './storage/database.ts';
import { openDiskBlobs } from './storage/disk-blobs.ts';
import { extractFileKind } from './storage/extract-file-kind.ts';
import { processFileKind } from './storage/process-file-kind.ts';
import { lockDataDir } from './storage/process-lock.ts';
import { readFileKind } from './storage/read-file-kind.ts';
import { ensureSigningKey } from './storage/signing-key.ts';
import { releaseDeliveries } from './storage/webhook-attempts.ts';
import { createMetrics } from './telemetry/metrics.ts';

export type RunningServer = AsyncDisposable & {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** Where its metrics can be read; undefined without METRICS_PORT. */
  readonly metricsUrl: string | undefined;
  /** The key that was generated at this start; undefined from the second start on, or with a fixed key. */
  readonly firstApiKey: string | undefined;
};

/** Page counts for upload answers come at once or not at all: the reading corrects them. */
const countPagesMs = 500;
const countsWaitingMax = 16;

/**
 * Wires the parts together. Tests start it the same way as the command line, with port 0 and a folder of
 * their own. What was begun is undone in reverse, also when a later step fails.
 */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  await using stack = new AsyncDisposableStack();
  const { databaseUrl, dataDir } = config;
  if (databaseUrl === undefined) stack.use(lockDataDir(dataDir));
  const options = { connectionsMax: config.databaseConnections };
  const database = stack.use(await openDatabase(databaseUrl ?? dataDir, options));
  const firstKey = await ensureFirstApiKey(database, config.firstApiKey);
  const blobs = await openDiskBlobs(join(config.dataDir, 'blobs'));
  const channel = databaseUrl === undefined ? undefined : stack.use(await openChannel(databaseUrl));
  const queue = createQueue(channel);
  if (databaseUrl === undefined) {
    // The lock says that no other worker lives: what a killed one held need not wait for its lease.
    await queue.releaseAll(database);
    await releaseDeliveries(database);
  }

  const metrics = config.metricsPort === undefined ? undefined : createMetrics({ version });
  const readers = stack.use(openPool(config, { size: config.readers, waitingMax: 0, log, metrics }));
  const counters = stack.use(openPool(config, { size: 1, waitingMax: countsWaitingMax, log, metrics }));
  stack.use(startSweeping({ database, blobs, log }));
  const processFile = createProcessFileHandler({
    database,
    blobs,
    metrics,
    processFile: (task, signal) => readers.run<'process'>({ kind: 'process', ...task }, signal),
  });
  const extractFile = createExtractFileHandler({
    database,
    blobs,
    metrics,
    extractFile: (task, signal) => readers.run<'extract'>({ kind: 'extract', ...task }, signal),
  });
  const readFile = createReadFileHandler({
    database,
    blobs,
    metrics,
    readFile: (task, signal) => readers.run<'read'>({ kind: 'read', ...task }, signal),
  });
  stack.use(
    startWorker({
      database,
      queue,
      handlers: {
        [processFileKind]: processFile,
        [extractFileKind]: extractFile,
        [readFileKind]: readFile,
      },
      concurrency: config.readers,
      log,
      metrics,
    }),
  );

  const signingKey = await ensureSigningKey(database, dataDir);
  // Receivers did not ask us under a name of ours: without PUBLIC_URL links lead to where we listen.
  let listensOn = '';
  const links = {
    signingKey: createSecretKey(signingKey),
    ttlMs: config.fileUrlTtlMs,
    publicUrl: config.publicUrl,
  };
  const webhooks: WebhookOptions = {
    database,
    allowPrivate: config.webhookAllowPrivate,
    presentation: {
      fileUrl: (file) => mintFileUrl(links, listensOn, file),
      lowerCaseTypes: config.lowerCaseTypes,
    },
    log,
    metrics,
  };
  const parts = {
    database,
    blobs,
    log,
    metrics,
    signingKey,
    countPages: (path: string, name: string) => countPagesSoon(counters, path, name),
    onUpload: queue.wake,
  };
  const app = await createApp({ ...parts, settings: config });
  await registerV2(app, {
    ...parts,
    limits: config,
    requestsPerMinute: config.requestsPerMinute,
    pool: counters,
    acceptUnknownExtractions: config.acceptUnknownExtractions,
    webhooks: {
      allowPrivate: config.webhookAllowPrivate,
      ping: (endpoint) => pingWebhook(webhooks, endpoint),
    },
  });
  registerDashboard(app);
  stack.defer(() => app.close());
  await app.listen({ port: config.port, host: config.host });
  listensOn = urlOf(app.server.address() as AddressInfo);
  stack.use(startSendingWebhooks(webhooks));
  let metricsUrl: string | undefined;
  if (metrics !== undefined) {
    addServerGauges(metrics, { database, pools: [readers, counters], dataDir: config.dataDir });
    const { metricsPort: port = 0, metricsHost: host } = config;
    const checkReady = () => checkDatabase(database);
    ({ url: metricsUrl } = stack.use(await startMetricsServer({ metrics, port, host, checkReady, log })));
  }

  const owned = stack.move();
  return {
    url: listensOn,
    metricsUrl,
    firstApiKey: config.firstApiKey === undefined ? firstKey.key : undefined,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Loaded only where there is a PostgreSQL to talk to. */
async function openChannel(databaseUrl: string) {
  const { openWakeChannel } = await import('./storage/wake-channel.ts');
  return openWakeChannel(databaseUrl);
}

/** 1 where counting fails or takes too long; the counting goes on alone and ends within its own bounds. */
async function countPagesSoon(pool: ProcessPool, path: string, name: string): Promise<number> {
  const late = Promise.withResolvers<number>();
  const timer = setTimeout(() => late.resolve(1), countPagesMs);
  const counted = pool.run<'countPages'>({ kind: 'countPages', path, name }).catch(() => 1);
  try {
    return await Promise.race([counted, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function urlOf({ family, address, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
