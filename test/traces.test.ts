import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createInvoiceExtraction, createLinkedClassification, invoiceText } from './extraction-calls.ts';
import { startServerProcess, testKey, until } from './server-process.ts';
import { startReceiver } from './webhook-receiver.ts';

type OtlpSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
};

test("a file's way is one trace: the caller's, the upload, its jobs, their stages, the webhook", async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-traces-'));
  await using hook = await startReceiver();
  await using collector = await startCollector();
  await using server = await startServerProcess(dir.path, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=mail',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    PUBLIC_URL: 'http://mailroom.test',
    READERS: '1',
  });
  const authorization = `Bearer ${testKey}`;
  await fetch(`${server.url}/api/v2/webhooks`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ url: hook.url, secret: testKey }),
  });
  const classificationId = await createLinkedClassification(
    server.url,
    await createInvoiceExtraction(server.url),
  );
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const form = new FormData();
  form.set('classificationId', classificationId);
  form.append('files', new Blob([invoiceText(1)]), 'invoice.txt');
  await fetch(`${server.url}/api/v1/documentClassification/uploadFiles`, {
    method: 'POST',
    headers: { authorization, traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    body: form,
  });
  const spans = await until('the whole trace', async () => {
    const ofTrace = collector.spans.filter((span) => span.traceId === traceId);
    return ofTrace.some(({ name }) => name.startsWith('webhook')) &&
      ofTrace.some(({ name }) => name === 'job extract-file')
      ? ofTrace
      : undefined;
  });
  const upload = named('POST /api/v1/documentClassification/uploadFiles');
  const job = named('job process-file');
  const linked = named('job extract-file');
  assert.equal(upload.parentSpanId, '00f067aa0ba902b7');
  assert.equal(job.parentSpanId, upload.spanId);
  for (const stage of ['read', 'classify']) assert.equal(named(stage).parentSpanId, job.spanId);
  assert.equal(parentOf(parentOf(linked))?.spanId, job.spanId, 'a linked job follows the write that made it');
  assert.equal(named('extract').parentSpanId, linked.spanId);
  const webhook = named('webhook extraction.processed');
  assert.equal(parentOf(parentOf(webhook))?.spanId, linked.spanId);
  for (const { startTimeUnixNano: start, endTimeUnixNano: end } of spans) {
    assert.ok(BigInt(end) >= BigInt(start));
  }
  assert.equal(collector.headers['x-tenant'], 'mail');

  function named(name: string): OtlpSpan {
    const found = spans.find((span) => span.name === name);
    assert.ok(found, `no span "${name}" among ${spans.map((span) => span.name).join(', ')}`);
    return found;
  }

  function parentOf(span: OtlpSpan | undefined): OtlpSpan | undefined {
    return spans.find(({ spanId }) => spanId === span?.parentSpanId);
  }
});

/** A receiver of OTLP/HTTP with JSON. */
async function startCollector() {
  const spans: OtlpSpan[] = [];
  const headers: Record<string, unknown> = {};
  const server = createServer(async (request, response) => {
    assert.equal(request.url, '/v1/traces');
    Object.assign(headers, request.headers);
    const body = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString());
    for (const { scopeSpans } of body.resourceSpans) {
      for (const scope of scopeSpans) spans.push(...scope.spans);
    }
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    spans,
    headers,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
