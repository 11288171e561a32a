import type { Log } from '../log.ts';
import { type Span, traceTo } from './trace.ts';

export type TraceExport = {
  /** Base of an OTLP/HTTP receiver; `/v1/traces` is added. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly version: string;
};

const everyMs = 2_000;
/** More are dropped, the newest first: a receiver that is gone must not cost memory. */
const keptMax = 5_000;
const sendTimeoutMs = 5_000;
const kinds = { internal: 1, server: 2, client: 3, consumer: 5 } as const;

/** Sends spans in batches until it is disposed of; what is left goes then. A receiver's trouble is only logged. */
export function startTraceExport(options: TraceExport, log: Log): AsyncDisposable {
  let spans: Span[] = [];
  let sending = Promise.resolve();
  const tracing = traceTo((span) => {
    if (spans.length < keptMax) spans.push(span);
  });
  const flush = () => {
    const batch = spans;
    spans = [];
    if (batch.length > 0) sending = sending.then(() => post(batch, options)).catch(warn);
  };
  const warn = (error: unknown) => log.warn({ err: error }, 'traces not delivered');
  const timer = setInterval(flush, everyMs);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      tracing[Symbol.dispose]();
      flush();
      await sending;
    },
  };
}

async function post(spans: readonly Span[], options: TraceExport): Promise<void> {
  const { endpoint, headers, serviceName, version } = options;
  const response = await fetch(`${endpoint.replace(/\/+$/, '')}/v1/traces`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceSpans: [
        {
          resource: {
            attributes: toAttributes({ 'service.name': serviceName, 'service.version': version }),
          },
          scopeSpans: [{ scope: { name: 'mailroom', version }, spans: spans.map(toOtlp) }],
        },
      ],
    }),
    signal: AbortSignal.timeout(sendTimeoutMs),
  });
  if (!response.ok) throw new Error(`The receiver of traces answered ${response.status}`);
}

function toOtlp({ name, kind, context, parentSpanId, startedAt, endedAt, attributes, failed }: Span) {
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name,
    kind: kinds[kind],
    startTimeUnixNano: toNanoseconds(startedAt),
    endTimeUnixNano: toNanoseconds(endedAt),
    attributes: toAttributes(attributes),
    status: failed ? { code: 2 } : {},
  };
}

function toNanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1_000)) * 1_000n);
}

function toAttributes(attributes: Span['attributes']) {
  return Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return [{ key, value: typeof value === 'number' ? { doubleValue: value } : { stringValue: value } }];
  });
}
