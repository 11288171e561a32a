/** Metrics as Prometheus meets them: a real server, real files, one scrape. */
import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { writeTextPdf } from '../fixtures/text-pdf.ts';
import { createInvoiceExtraction, createLinkedClassification, invoiceText } from './extraction-calls.ts';
import { metricsUrlOf, scrape, total } from './metrics-text.ts';
import {
  call,
  results,
  type ServerProcess,
  startServerProcess,
  testKey,
  until,
  upload,
} from './server-process.ts';
import { startReceiver } from './webhook-receiver.ts';

const pages = resolve(import.meta.dirname, '../fixtures/pages');
const deploy = resolve(import.meta.dirname, '../deploy');
const stack = new AsyncDisposableStack();
let server: ServerProcess;

before(async () => {
  const { path } = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-metrics-')));
  server = stack.use(
    await startServerProcess(path, {
      METRICS_PORT: '0',
      READERS: '1',
      OCR_LANGUAGES: 'eng',
      WEBHOOK_ALLOW_PRIVATE: 'true',
    }),
  );
});
after(() => stack.disposeAsync());

test('what the server did can be read: requests, uploads, jobs, files, pages, stages, readers, webhooks', async () => {
  await using receiver = await startReceiver();
  await fetch(`${server.url}/api/v2/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: receiver.url, secret: testKey }),
  });
  const extractionId = await createInvoiceExtraction(server.url);
  const classificationId = await createLinkedClassification(server.url, extractionId);
  const files = [
    ['secret-name.txt', invoiceText(1)],
    ['two.pdf', writeTextPdf([invoiceText(2).split('\n'), ['Page two']])],
    ['scan.png', Uint8Array.from(await readFile(join(pages, 'letter-en.png')))],
    ['broken.pdf', '%PDF-1.7\nnothing of a PDF follows'],
  ] as const;
  const { json } = await upload(server.url, classificationId, files);
  await results(server.url, classificationId, json.batchId);
  await until('the webhook', async () => (receiver.received.length > 0 ? true : undefined));
  const { text, samples } = await until('the webhook to be counted', async () => {
    const read = await scrape(server);
    const sent = total(read.samples, 'mailroom_webhook_attempt_duration_seconds_count');
    return sent > 0 ? read : undefined;
  });
  const sum = (name: string, labels?: Record<string, string>) => total(samples, `mailroom_${name}`, labels);

  const route = '/api/v1/documentClassification/uploadFiles';
  assert.equal(sum('http_request_duration_seconds_count', { method: 'POST', route, status: '200' }), 1);
  assert.equal(sum('uploaded_files_total'), 4);
  assert.ok(sum('uploaded_bytes_total') > 1000);
  assert.equal(sum('job_duration_seconds_count', { kind: 'process-file', outcome: 'done' }), 4);
  assert.equal(sum('files_total', { work: 'classify', outcome: 'processed' }), 3);
  assert.equal(sum('files_total', { work: 'classify', outcome: 'corrupt_file' }), 1);
  assert.ok(sum('files_total', { work: 'extract', outcome: 'processed' }) >= 2);
  assert.equal(sum('pages_read_total', { reader: 'plain', format: 'text' }), 1);
  assert.equal(sum('pages_read_total', { reader: 'text_layer', format: 'pdf' }), 2);
  assert.equal(sum('pages_read_total', { format: 'png' }), 1);
  assert.equal(sum('stage_duration_seconds_count', { stage: 'read' }), 3);
  assert.equal(sum('stage_duration_seconds_count', { stage: 'classify' }), 3);
  assert.ok(sum('stage_duration_seconds_count', { stage: 'extract' }) >= 2);
  assert.equal(sum('webhook_attempt_duration_seconds_count', { outcome: 'delivered' }), 1);
  assert.equal(sum('reader_processes_started_total') - sum('reader_processes_ended_total'), 2);
  assert.equal(sum('reader_processes'), 2);
  assert.ok(sum('reader_resident_bytes') > sum('reader_resident_max_bytes'));
  assert.ok(sum('reader_resident_max_bytes') > 30e6);
  assert.ok(total(samples, 'process_resident_memory_bytes') > 30e6);
  assert.ok(sum('data_free_bytes') > 0);
  assert.equal(sum('build_info'), 1);

  for (const secret of [
    testKey,
    classificationId,
    json.batchId,
    json.files[0].fileId,
    'secret-name',
    'default',
  ]) {
    assert.doesNotMatch(text, new RegExp(secret), 'a metric tells of one customer or file');
  }
});

test('the queue can be read while it is full, and is empty after', async () => {
  const { json: created } = await call(server.url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: {
      name: 'Pile',
      documentTypes: [
        { name: 'Invoice', description: 'Bill', uniqueWords: ['amount due'] },
        { name: 'Receipt', description: 'Proof of payment', uniqueWords: ['cash'] },
      ],
    },
  });
  const pile = Array.from({ length: 200 }, (_, index) => [`${index}.txt`, invoiceText(index)] as const);
  const { json } = await upload(server.url, created.classificationId, pile);
  const { samples } = await scrape(server);
  assert.ok(total(samples, 'mailroom_queue_jobs', { kind: 'process-file', state: 'ready' }) > 0);
  assert.ok(total(samples, 'mailroom_queue_oldest_job_seconds', { kind: 'process-file' }) > 0);
  await results(server.url, created.classificationId, json.batchId);
  const later = await scrape(server);
  assert.equal(total(later.samples, 'mailroom_queue_jobs', { kind: 'process-file' }), 0);
  assert.equal(total(later.samples, 'mailroom_queue_oldest_job_seconds', { kind: 'process-file' }), 0);
});

test('every metric that the Grafana dashboard and the alert rules name is there', async () => {
  const { text } = await scrape(server);
  const known = new Set(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name, type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name!],
    ),
  );
  for (const path of ['grafana/mailroom.json', 'prometheus/alerts.yml']) {
    const asked = (await readFile(join(deploy, path), 'utf8')).match(/\b(?:mailroom|process|nodejs)_\w+/g);
    assert.ok(asked !== null && asked.length > 10, path);
    assert.deepEqual(new Set(asked).difference(known), new Set(), path);
  }
});

test('a killed reader is counted with its reason', async () => {
  const before = total((await scrape(server)).samples, 'mailroom_reader_processes_ended_total', {
    reason: 'crashed',
  });
  const children = await readFile(`/proc/${server.child.pid}/task/${server.child.pid}/children`, 'utf8');
  process.kill(Number(children.trim().split(' ')[0]), 'SIGKILL');
  await until('the death to be counted', async () => {
    const { samples } = await scrape(server);
    const ended = total(samples, 'mailroom_reader_processes_ended_total', { reason: 'crashed' });
    return ended === before + 1 ? true : undefined;
  });
});

test('the port of the metrics answers probes, and the port of the API no metrics', async () => {
  const metricsUrl = await metricsUrlOf(server);
  for (const path of ['/livez', '/readyz']) {
    assert.equal((await fetch(new URL(path, metricsUrl))).status, 200);
  }
  assert.equal((await fetch(new URL('/api/v1/credits', metricsUrl))).status, 404);
  assert.equal((await fetch(`${server.url}/metrics`)).status, 404);
});
