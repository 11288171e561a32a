/**
 * Traces over one file's way, in OpenTelemetry's terms: spans with W3C contexts, sent as OTLP/JSON over HTTP.
 * Where no endpoint is set nothing is made, kept or sent.
 *
 * Our own 150 lines, since the SDK is 20 packages for what is one POST here; whoever needs its samplers or
 * other protocols runs a collector, which is what the endpoint is as a rule.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

type SpanContext = { readonly traceId: string; readonly spanId: string };
type Attributes = Readonly<Record<string, string | number | undefined>>;

export type Span = {
  readonly name: string;
  readonly kind: 'server' | 'internal' | 'client' | 'consumer';
  readonly context: SpanContext;
  readonly parentSpanId: string | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Attributes;
  readonly failed: boolean;
};

const active = new AsyncLocalStorage<SpanContext>();
let send: ((span: Span) => void) | undefined;

/** Spans go to `sink` until it is disposed of. One a process. */
export function traceTo(sink: (span: Span) => void): Disposable {
  send = sink;
  return {
    [Symbol.dispose]: () => {
      send = undefined;
    },
  };
}

/** What carries the trace on: in a job's data, a row, or a header. Undefined where nothing is traced. */
export function currentTraceparent(): string | undefined {
  const context = active.getStore();
  return context === undefined ? undefined : `00-${context.traceId}-${context.spanId}-01`;
}

type SpanOptions = {
  readonly kind?: Span['kind'];
  /** A W3C traceparent; without one the span belongs to that which is open, or begins a trace. */
  readonly traceparent?: string | undefined;
};

/** An open span: `run` works within it, `end` sends it. */
export type OpenSpan = {
  readonly run: <T>(work: () => T) => T;
  readonly end: (outcome: {
    readonly name: string;
    readonly attributes?: Attributes;
    readonly failed?: boolean;
  }) => void;
};

const untraced: OpenSpan = { run: (work) => work(), end: () => {} };

export function openSpan({ kind = 'internal', traceparent }: SpanOptions = {}): OpenSpan {
  if (send === undefined) return untraced;
  const parent = parseTraceparent(traceparent) ?? active.getStore();
  const context = { traceId: parent?.traceId ?? randomId(16), spanId: randomId(8) };
  const startedAt = Date.now();
  return {
    run: (work) => active.run(context, work),
    end({ name, attributes = {}, failed = false }) {
      send?.({
        name,
        kind,
        context,
        parentSpanId: parent?.spanId,
        startedAt,
        endedAt: Date.now(),
        attributes,
        failed,
      });
    },
  };
}

/** Work that was done elsewhere and told of afterwards, as a child of the open span. */
export function recordSpan(
  name: string,
  { startedAt, milliseconds }: { readonly startedAt: number; readonly milliseconds: number },
): void {
  const parent = active.getStore();
  if (send === undefined || parent === undefined) return;
  send({
    name,
    kind: 'internal',
    context: { traceId: parent.traceId, spanId: randomId(8) },
    parentSpanId: parent.spanId,
    startedAt,
    endedAt: startedAt + milliseconds,
    attributes: {},
    failed: false,
  });
}

/** Matches `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`; all zeros are no id. */
function parseTraceparent(text: string | undefined): SpanContext | undefined {
  const match = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(text ?? '');
  if (match === null || /^0+$/.test(match[1]!) || /^0+$/.test(match[2]!)) return undefined;
  return { traceId: match[1]!, spanId: match[2]! };
}

function randomId(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
