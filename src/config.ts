import { validateHeaderName, validateHeaderValue } from 'node:http';
import { resolve } from 'node:path';

/** Everything that an operator can set. The only reader of the environment; documented in docs/configuration.md. */
export type Config = {
  /** What this process does: the API, the work, or both. */
  readonly role: 'all' | 'api' | 'worker';
  readonly port: number;
  readonly host: string;
  /** Port of metrics and probes; there are none where undefined. */
  readonly metricsPort: number | undefined;
  readonly metricsHost: string;
  /** Base of the OTLP/HTTP receiver of traces; nothing is traced where undefined. */
  readonly tracesEndpoint: string | undefined;
  readonly tracesHeaders: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly dataDir: string;
  /** `postgres://…`; SQLite in the data folder where undefined. */
  readonly databaseUrl: string | undefined;
  /** `s3://bucket/prefix?endpoint=…`; a folder in the data folder where undefined. */
  readonly blobsUrl: string | undefined;
  /** Connections of this process to PostgreSQL at most; one more waits for news. */
  readonly databaseConnections: number;
  /** A fixed first API key; one is generated and printed once where none is given. */
  readonly firstApiKey: string | undefined;
  /** Absolute base of file URLs, without a trailing slash; the request's own host where it is not set. */
  readonly publicUrl: string | undefined;
  /** Proxies whose forwarded headers are believed (addresses or ranges). */
  readonly trustedProxies: readonly string[];
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Reader processes working at the same time. */
  readonly readers: number;
  readonly fileBytesMax: number;
  readonly filesPerUploadMax: number;
  /** Uploads that this process takes in at the same time. */
  readonly uploadsMax: number;
  /** Unfinished files of one workspace, before its uploads are refused. */
  readonly openJobsMax: number;
  /** Room that uploads leave on the disk of the data folder. */
  readonly freeBytesMin: number;
  readonly pagesMax: number;
  /** Time without a finished page before a reader is killed. */
  readonly pageTimeoutMs: number;
  readonly fileTimeoutMs: number;
  readonly readerMemoryBytes: number;
  readonly ocrLanguages: readonly string[];
  readonly fileUrlTtlMs: number;
  /** How long the record of changes is kept. */
  readonly auditMs: number;
  readonly requestsPerMinute: number;
  readonly lowerCaseTypes: boolean;
  /** `status` of a finished getBatchResults; none where undefined, as at the vendor. */
  readonly batchResultsStatus: 'processed' | undefined;
  /** Invoices in XML inside a file are read as what they are. */
  readonly readEmbeddedInvoices: boolean;
  /** Types may link to extractions that do not exist. */
  readonly acceptUnknownExtractions: boolean;
  /** Folders that sources may watch, and all below them; absolute. */
  readonly watchRoots: readonly string[];
  /** Mail servers of sources may have private and loopback addresses. */
  readonly sourcesAllowPrivate: boolean;
  /** Webhooks may go to private and loopback addresses. */
  readonly webhookAllowPrivate: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads all settings and reports every wrong value at once. */
export function readConfig(environment: Environment, cores: number): Config {
  const problems: string[] = [];
  const text = (name: string) => environment[name]?.trim() || undefined;
  const list = (name: string, fallback: string) =>
    (text(name) ?? fallback)
      .split(/[\s,+]+/)
      .map((item) => item.trim())
      .filter(Boolean);
  /** By commas only: folders have spaces in their names. */
  const paths = (name: string) =>
    (text(name)?.split(',') ?? []).filter((path) => path.trim() !== '').map((path) => resolve(path.trim()));
  const integer = (name: string, fallback: number, min: number, max: number) => {
    const raw = text(name);
    if (raw === undefined) return fallback;
    const value = Number(raw);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    problems.push(`${name} must be a whole number from ${min} to ${max}, not "${raw}"`);
    return fallback;
  };
  const flag = (name: string) => {
    const raw = text(name);
    if (raw === undefined || raw === 'false' || raw === '0') return false;
    if (raw === 'true' || raw === '1') return true;
    problems.push(`${name} must be true or false, not "${raw}"`);
    return false;
  };
  const choice = <T extends string>(name: string, options: readonly T[], fallback: T): T => {
    const raw = text(name) ?? fallback;
    const found = options.find((option) => option === raw);
    if (found === undefined) problems.push(`${name} must be one of ${options.join(', ')}, not "${raw}"`);
    return found ?? fallback;
  };
  const publicUrl = text('PUBLIC_URL');
  if (publicUrl !== undefined && !/^https?:\/\/[^/]/.test(publicUrl)) {
    problems.push(`PUBLIC_URL must start with http:// or https://, not "${publicUrl}"`);
  }
  const databaseUrl = text('DATABASE_URL');
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\/./.test(databaseUrl)) {
    problems.push('DATABASE_URL must start with postgres://');
  }
  const blobsUrl = text('BLOBS_URL');
  if (blobsUrl !== undefined && !/^s3:\/\/[^/?]/.test(blobsUrl)) {
    problems.push('BLOBS_URL must start with s3:// and a bucket');
  }
  const role = choice('ROLE', ['all', 'api', 'worker'], 'all');
  if (role !== 'all' && databaseUrl === undefined) {
    problems.push(`ROLE=${role} needs DATABASE_URL: a data folder has one server that does all`);
  }
  if (role === 'worker' && publicUrl === undefined) {
    problems.push('ROLE=worker needs PUBLIC_URL: webhooks carry links to files, which the API serves');
  }
  const tracesEndpoint = text('OTEL_EXPORTER_OTLP_ENDPOINT');
  const tracesUrl = URL.parse(tracesEndpoint ?? '');
  if (tracesEndpoint !== undefined && !/^https?:$/.test(tracesUrl?.protocol ?? '')) {
    problems.push('OTEL_EXPORTER_OTLP_ENDPOINT must start with http:// or https://');
  } else if (tracesUrl?.username || tracesUrl?.password) {
    problems.push(
      'OTEL_EXPORTER_OTLP_ENDPOINT must hold no password: OTEL_EXPORTER_OTLP_HEADERS is for that',
    );
  }
  const tracesHeaders = parseHeaders(text('OTEL_EXPORTER_OTLP_HEADERS') ?? '');
  if (!areHeaders(tracesHeaders)) {
    problems.push('OTEL_EXPORTER_OTLP_HEADERS must be headers: name=value,name=value');
  }
  const firstApiKey = text('MAILROOM_API_KEY');
  if (firstApiKey !== undefined && firstApiKey.length < 16) {
    problems.push('MAILROOM_API_KEY must be at least 16 characters long');
  }
  const megabyte = 1024 * 1024;
  const config: Config = {
    port: integer('PORT', 8080, 0, 65_535),
    host: text('HOST') ?? '127.0.0.1',
    metricsPort: text('METRICS_PORT') === undefined ? undefined : integer('METRICS_PORT', 0, 0, 65_535),
    metricsHost: text('METRICS_HOST') ?? '127.0.0.1',
    tracesEndpoint,
    tracesHeaders,
    serviceName: text('OTEL_SERVICE_NAME') ?? 'mailroom',
    dataDir: resolve(text('DATA_DIR') ?? './data'),
    role,
    databaseUrl,
    blobsUrl,
    databaseConnections: integer('DATABASE_CONNECTIONS', 10, 2, 1000),
    firstApiKey,
    publicUrl: publicUrl?.replace(/\/+$/, ''),
    trustedProxies: list('TRUSTED_PROXIES', ''),
    logLevel: choice('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'info'),
    readers: integer('READERS', Math.max(1, cores), 1, 256),
    fileBytesMax: integer('MAX_FILE_MB', 100, 1, 4096) * megabyte,
    filesPerUploadMax: integer('MAX_FILES_PER_UPLOAD', 1000, 1, 100_000),
    uploadsMax: integer('MAX_UPLOADS_IN_FLIGHT', 64, 1, 100_000),
    openJobsMax: integer('MAX_OPEN_FILES', 500_000, 1, 1_000_000_000),
    freeBytesMin: integer('MIN_FREE_DISK_MB', 256, 0, 1_048_576) * megabyte,
    pagesMax: integer('MAX_PAGES', 500, 1, 100_000),
    pageTimeoutMs: integer('PAGE_TIMEOUT_SECONDS', 60, 1, 3_600) * 1000,
    fileTimeoutMs: integer('FILE_TIMEOUT_SECONDS', 1_800, 1, 86_400) * 1000,
    readerMemoryBytes: integer('READER_MEMORY_MB', 2048, 256, 1_048_576) * megabyte,
    ocrLanguages: list('OCR_LANGUAGES', 'eng deu fra spa ita por nld'),
    fileUrlTtlMs: integer('FILE_URL_HOURS', 168, 1, 876_000) * 3_600_000,
    auditMs: integer('AUDIT_DAYS', 365, 1, 36_500) * 24 * 3_600_000,
    requestsPerMinute: integer('REQUESTS_PER_MINUTE', 60_000, 1, 100_000_000),
    lowerCaseTypes: flag('LOWER_CASE_TYPES'),
    batchResultsStatus:
      choice('BATCH_RESULTS_STATUS', ['absent', 'processed'], 'absent') === 'processed'
        ? 'processed'
        : undefined,
    readEmbeddedInvoices: choice('READ_EMBEDDED_INVOICES', ['true', 'false'], 'true') === 'true',
    acceptUnknownExtractions: flag('ACCEPT_UNKNOWN_EXTRACTIONS'),
    watchRoots: paths('WATCH_ROOTS'),
    sourcesAllowPrivate: flag('SOURCES_ALLOW_PRIVATE'),
    webhookAllowPrivate: flag('WEBHOOK_ALLOW_PRIVATE'),
  };
  if (problems.length > 0) throw new Error(`Configuration is wrong:\n- ${problems.join('\n- ')}`);
  return config;
}

function parseHeaders(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()]),
  );
}

/** Looked at here: whoever sends a header that is none throws an error with its value. */
function areHeaders(headers: Readonly<Record<string, string>>): boolean {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return true;
  } catch {
    return false;
  }
}
