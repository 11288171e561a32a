/**
 * What the server does, in numbers, as Prometheus reads them.
 *
 * Invariant: every label comes from a closed set (routes, states, kinds, codes): no ids, no names, no secrets.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = {
  readonly registry: Registry;
  requestAnswered(request: {
    readonly method: string;
    /** The route's pattern, never the URL: that carries ids and signatures. */
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  filesUploaded(files: readonly { readonly bytes: number }[]): void;
  jobEnded(job: { readonly kind: string; readonly outcome: JobOutcome; readonly seconds: number }): void;
  /** `outcome` is `processed` or the code of the file's failure. */
  fileEnded(work: 'classify' | 'extract' | 'read', outcome: string): void;
  stageEnded(stage: string, seconds: number): void;
  pagesRead(pages: PagesRead): void;
  readerStarted(): void;
  readerEnded(reason: ReaderEnd): void;
  webhookSent(event: string, outcome: string, seconds: number): void;
};

export type JobOutcome = 'done' | 'retried' | 'postponed' | 'given_up' | 'dead' | 'not_held';

/** How many pages were read by what: the text layer, the OCR engines, or a format without pictures. */
export type PagesRead = {
  readonly reader: 'text_layer' | 'tesseract' | 'tesseract_and_paddle' | 'plain';
  readonly format: string;
  readonly pages: number;
};

export type ReaderEnd = 'recycled' | 'crashed' | 'timeout' | 'memory' | 'bug' | 'abandoned' | 'stopped';

const requestBuckets = [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60];
const workBuckets = [0.01, 0.05, 0.2, 1, 5, 20, 60, 300];

export function createMetrics(build: { readonly version: string }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter({ name: `mailroom_${name}`, help, labelNames, registers: [registry] });
  const seconds = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets = workBuckets,
  ) => new Histogram({ name: `mailroom_${name}_seconds`, help, labelNames, buckets, registers: [registry] });

  const info = { name: 'mailroom_build_info', help: 'Always 1; what runs', registers: [registry] };
  new Gauge({ ...info, labelNames: ['version', 'node'] }).set({ ...build, node: process.version }, 1);
  const requests = seconds(
    'http_request_duration',
    'Requests, until the answer was sent',
    ['method', 'route', 'status'],
    requestBuckets,
  );
  const uploadedFiles = counter('uploaded_files_total', 'Files whose upload was acknowledged');
  const uploadedBytes = counter('uploaded_bytes_total', 'Their bytes');
  const jobs = seconds('job_duration', 'Attempts at jobs', ['kind', 'outcome']);
  const files = counter('files_total', 'Files that became final', ['work', 'outcome']);
  const stages = seconds('stage_duration', 'Stages of the work on one file', ['stage']);
  const pages = counter('pages_read_total', 'Pages read', ['reader', 'format']);
  const started = counter('reader_processes_started_total', 'Reader processes started');
  const ended = counter('reader_processes_ended_total', 'Reader processes ended', ['reason']);
  const webhooks = seconds('webhook_attempt_duration', 'Attempts at webhooks', ['event', 'outcome']);

  return {
    registry,
    requestAnswered: ({ seconds: taken, ...labels }) => requests.observe(labels, taken),
    filesUploaded(uploaded) {
      uploadedFiles.inc(uploaded.length);
      uploadedBytes.inc(uploaded.reduce((sum, { bytes }) => sum + bytes, 0));
    },
    jobEnded: ({ kind, outcome, seconds: taken }) => jobs.observe({ kind, outcome }, taken),
    fileEnded: (work, outcome) => files.inc({ work, outcome }),
    stageEnded: (stage, taken) => stages.observe({ stage }, taken),
    pagesRead: ({ pages: count, ...labels }) => pages.inc(labels, count),
    readerStarted: () => started.inc(),
    readerEnded: (reason) => ended.inc({ reason }),
    webhookSent: (event, outcome, taken) => webhooks.observe({ event, outcome }, taken),
  };
}

/** A number that is asked for only when somebody reads the metrics. */
export function addGauge(
  { registry }: Metrics,
  name: string,
  help: string,
  read: () => number | Promise<number>,
): void {
  new Gauge({
    name: `mailroom_${name}`,
    help,
    registers: [registry],
    async collect() {
      this.set(await read());
    },
  });
}

/** The same for numbers that differ by labels; combinations that are gone are forgotten. */
export function addGauges<L extends string>(
  { registry }: Metrics,
  name: string,
  help: string,
  labelNames: readonly L[],
  read: () => Promise<readonly { readonly labels: Record<L, string>; readonly value: number }[]>,
): void {
  new Gauge({
    name: `mailroom_${name}`,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      const found = await read();
      this.reset();
      for (const { labels, value } of found) this.set(labels, value);
    },
  });
}
