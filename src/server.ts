import { createSecretKey } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { openPool } from './engine/open-pool.ts';
import type { ProcessPool } from './engine/process-pool.ts';
import { availableLayers } from './engine/sandbox.ts';
import { createApp } from './http/app.ts';
import { createDashboard } from './http/dashboard.ts';
import { mintFileUrl } from './http/file-url.ts';
import { checkDatabase } from './http/health.ts';
import { startMetricsServer } from './http/metrics-server.ts';
import { version } from './http/openapi.ts';
import { createUploadGate } from './http/upload-gate.ts';
import { registerV2 } from './http/v2/routes.ts';
import { createCheckVersionHandler } from './jobs/check-version-job.ts';
import { createEvaluateHandler } from './jobs/evaluate-job.ts';
import { createExtractFileHandler } from './jobs/extract-file-job.ts';
import { pingWebhook } from './jobs/ping-webhook.ts';
import { createProcessFileHandler } from './jobs/process-file-job.ts';
import { createQueue, type Queue } from './jobs/queue.ts';
import { createReadFileHandler } from './jobs/read-file-job.ts';
import { startSweeping } from './jobs/sweep-job.ts';
import { startSendingWebhooks, type WebhookOptions } from './jobs/webhook-job.ts';
import { startWorker } from './jobs/worker.ts';
import type { Log } from './log.ts';
import { createSealer } from './sources/seal-secret.ts';
import { startWatchingSources } from './sources/watch-sources.ts';
import { ensureFirstApiKey } from './storage/api-keys.ts';
import type { BlobStore } from './storage/blobs.ts';
import { checkVersionKind } from './storage/check-version-kind.ts';
import { assertNoMigration } from './storage/copy-rows.ts';
import { type Database, openDatabase } from './storage/database.ts';
import { evaluateKind } from './storage/evaluate-kind.ts';
import { extractFileKind } from './storage/extract-file-kind.ts';
import { openBlobs } from './storage/open-blobs.ts';
import { processFileKind } from './storage/process-file-kind.ts';
import { lockDataDir } from './storage/process-lock.ts';
import { readFileKind } from './storage/read-file-kind.ts';
import { ensureSigningKey } from './storage/signing-key.ts';
import { releaseLooks } from './storage/source-looks.ts';
import { releaseDeliveries } from './storage/webhook-attempts.ts';
import type { Metrics } from './telemetry/metrics.ts';

export type RunningServer = AsyncDisposable & {
  /** Where it listens, without a trailing slash; undefined for a mere worker. */
  readonly url: string | undefined;
  /** Where its metrics can be read; undefined without METRICS_PORT. */
  readonly metricsUrl: string | undefined;
  /** The key that was generated at this start; undefined from the second start on, or with a fixed key. */
  readonly firstApiKey: string | undefined;
};

/** Page counts for upload answers come at once or not at all: the reading corrects them. */
const countPagesMs = 500;
const countsWaitingMax = 16;

/** What both the API and the workers stand on. */
type Base = {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly queue: Queue;
  readonly metrics: Metrics | undefined;
  readonly signingKey: Buffer;
};

/**
 * Wires the parts together. Tests start it the same way as the command line, with port 0 and a folder of
 * their own. What was begun is undone in reverse, also when a later step fails.
 */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  await using stack = new AsyncDisposableStack();
  const { databaseUrl, dataDir, role } = config;
  const isAlone = databaseUrl === undefined;
  if (isAlone) stack.use(lockDataDir(dataDir));
  const options = { connectionsMax: config.databaseConnections };
  const database = stack.use(await openDatabase(databaseUrl ?? dataDir, options));
  await assertNoMigration(database);
  const firstKey = await ensureFirstApiKey(database, config.firstApiKey);
  const blobs = stack.use(await openBlobs(config));
  const queue = createQueue(isAlone ? undefined : stack.use(await openChannel(databaseUrl)));
  if (isAlone) {
    // The lock says that no other worker lives: what a killed one held need not wait for its lease.
    await queue.releaseAll(database);
    await releaseDeliveries(database);
    await releaseLooks(database);
  }
  const metrics = config.metricsPort === undefined ? undefined : await countFromNowOn();
  const { tracesEndpoint: endpoint, tracesHeaders: headers, serviceName } = config;
  if (endpoint !== undefined) {
    const { startTraceExport } = await import('./telemetry/trace-exporter.ts');
    stack.use(startTraceExport({ endpoint, headers, serviceName, version }, log));
  }
  const signingKey = await ensureSigningKey(database, dataDir);
  const base: Base = { config, log, database, blobs, queue, metrics, signingKey };

  log.info({ sandbox: availableLayers() }, 'readers are held');
  const pools: ProcessPool[] = [];
  if (role !== 'api') pools.push(startWork(base, stack));
  const webhooks = webhooksOf(base);
  let url: string | undefined;
  if (role !== 'worker') {
    const api = await startApi(base, webhooks, stack);
    pools.push(api.pool);
    url = api.url;
    webhooks.listensOn = url;
  }
  if (role !== 'api') {
    stack.use(startSendingWebhooks(webhooks.options));
    stack.use(startWatchingSources({ database, blobs, log, ...sourcesOf(base), onTaken: queue.wake }));
  }
  let metricsUrl: string | undefined;
  if (metrics !== undefined) {
    const { addServerGauges } = await import('./http/metrics-gauges.ts');
    addServerGauges(metrics, { database, pools, dataDir });
    const { metricsPort: port = 0, metricsHost: host } = config;
    const checkReady = () => checkDatabase(database);
    ({ url: metricsUrl } = stack.use(await startMetricsServer({ metrics, port, host, checkReady, log })));
  }

  const owned = stack.move();
  return {
    url,
    metricsUrl,
    firstApiKey: config.firstApiKey === undefined ? firstKey.key : undefined,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Loaded where it is wanted: its 83 modules would be a quarter of what a start loads. */
async function countFromNowOn(): Promise<Metrics> {
  const { createMetrics } = await import('./telemetry/metrics.ts');
  return createMetrics({ version });
}

/** Reads and answers files; returns the readers that do so. */
function startWork(base: Base, stack: AsyncDisposableStack): ProcessPool {
  const { config, log, database, blobs, queue, metrics } = base;
  const readable = readableFolders(config);
  const readers = stack.use(
    openPool(config, { size: config.readers, waitingMax: 0, log, metrics, readable }),
  );
  stack.use(startSweeping({ database, blobs, log, auditMs: config.auditMs }));
  const parts = { database, blobs, metrics };
  const processFile = createProcessFileHandler({
    ...parts,
    processFile: (task, signal) => readers.run<'process'>({ kind: 'process', ...task }, signal),
  });
  const extractFile = createExtractFileHandler({
    ...parts,
    extractFile: (task, signal) => readers.run<'extract'>({ kind: 'extract', ...task }, signal),
  });
  const readFile = createReadFileHandler({
    ...parts,
    readFile: (task, signal) => readers.run<'read'>({ kind: 'read', ...task }, signal),
  });
  const evaluate = createEvaluateHandler({
    ...parts,
    classify: (task, signal) => readers.run<'classify'>({ kind: 'classify', ...task }, signal),
  });
  const handlers = {
    [processFileKind]: processFile,
    [extractFileKind]: extractFile,
    [readFileKind]: readFile,
    [evaluateKind]: evaluate,
    [checkVersionKind]: createCheckVersionHandler({ database }),
  };
  stack.use(startWorker({ database, queue, handlers, concurrency: config.readers, log, metrics }));
  return readers;
}

/** Where the blob stores keep what readers get: originals, or the copies of what lies in a bucket. */
function readableFolders({ dataDir }: Config): string[] {
  return [join(dataDir, 'blobs'), join(dataDir, 'staging')];
}

/** `listensOn`: receivers did not ask us under a name of ours; without PUBLIC_URL links lead to where we listen. */
function webhooksOf({ config, log, database, metrics, signingKey }: Base) {
  const links = {
    signingKey: createSecretKey(signingKey),
    ttlMs: config.fileUrlTtlMs,
    publicUrl: config.publicUrl,
  };
  const options: WebhookOptions = {
    database,
    allowPrivate: config.webhookAllowPrivate,
    presentation: {
      fileUrl: (file) => mintFileUrl(links, webhooks.listensOn, file),
      lowerCaseTypes: config.lowerCaseTypes,
    },
    log,
    metrics,
  };
  const webhooks = { options, listensOn: '' };
  return webhooks;
}

/** Listens; its own reader counts pages for upload answers, and makes page pictures and tries. */
async function startApi(
  base: Base,
  webhooks: ReturnType<typeof webhooksOf>,
  stack: AsyncDisposableStack,
): Promise<{ url: string; pool: ProcessPool }> {
  const { config, log, database, blobs, queue, metrics, signingKey } = base;
  const readable = readableFolders(config);
  const watch = { log, metrics };
  const pool = stack.use(
    openPool(config, { size: 1, waitingMax: countsWaitingMax, ...watch, readable, warm: false }),
  );
  const parts = {
    database,
    blobs,
    log,
    metrics,
    signingKey,
    countPages: (path: string, name: string) => countPagesSoon(pool, path, name),
    uploadGate: createUploadGate(database, { dataDir: config.dataDir, limits: config }),
    onUpload: queue.wake,
  };
  const dashboard = createDashboard();
  const app = await createApp({ ...parts, settings: config, answerUnknown: dashboard.answerUnknown });
  await registerV2(app, {
    ...parts,
    limits: config,
    requestsPerMinute: config.requestsPerMinute,
    pool,
    acceptUnknownExtractions: config.acceptUnknownExtractions,
    sources: sourcesOf(base),
    webhooks: {
      allowPrivate: config.webhookAllowPrivate,
      ping: (endpoint) => pingWebhook(webhooks.options, endpoint),
    },
  });
  dashboard.register(app);
  stack.defer(() => app.close());
  await app.listen({ port: config.port, host: config.host });
  return { url: urlOf(app.server.address() as AddressInfo), pool };
}

/** Loaded only where there is a PostgreSQL to talk to. */
async function openChannel(databaseUrl: string) {
  const { openWakeChannel } = await import('./storage/wake-channel.ts');
  return openWakeChannel(databaseUrl);
}

/** What sources may do, and how their passwords are kept. */
function sourcesOf({ config, signingKey }: Base) {
  const { watchRoots, sourcesAllowPrivate: allowPrivate, fileBytesMax, filesPerUploadMax } = config;
  return {
    limits: { watchRoots, allowPrivate, fileBytesMax, filesPerUploadMax },
    sealer: createSealer(signingKey),
  };
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
