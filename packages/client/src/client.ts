/** A client of Mailroom's own API, `/api/v2`: nothing but `fetch`, in Node 20 and newer and in browsers. */
import { MailroomError } from './error.ts';
import { type BatchOptions, followBatch, waitForBatch } from './follow-batch.ts';
import { type Batch, type Call, createOperations } from './operations.ts';
import { toUploadBody, type UploadFile } from './upload-body.ts';

export type MailroomOptions = {
  /** Where Mailroom listens, without `/api/v2`. */
  readonly url: string;
  readonly key: string;
  /** Instead of the global one: for a proxy, a log or a test. */
  readonly fetch?: typeof fetch;
  /** Repeats of a request that may be repeated, 3 where absent. */
  readonly retries?: number;
};

export type UploadOptions = {
  /** Into a new batch of this classification, or … */
  readonly classificationId?: string;
  /** … into this batch. */
  readonly batchId?: string;
  readonly files: readonly UploadFile[];
  readonly signal?: AbortSignal;
};

export type Mailroom = ReturnType<typeof createOperations> & {
  /** Sends files in one request: all of them are accepted or none. Answers the batch, whose files are being worked on. */
  readonly upload: (options: UploadOptions) => Promise<Batch>;
  /** The batch now, and again whenever it changed, until none of its files waits. */
  readonly followBatch: (batchId: string, options?: BatchOptions) => AsyncGenerator<Batch>;
  /** The batch once none of its files waits. */
  readonly waitForBatch: (batchId: string, options?: BatchOptions) => Promise<Batch>;
};

const firstRestMs = 250;

export function createMailroom({ url, key, retries = 3, ...options }: MailroomOptions): Mailroom {
  const ask = options.fetch ?? fetch;
  const base = url.replace(/\/+$/, '');
  const send = async (path: string, init: RequestInit & { duplex?: 'half' }): Promise<Response> => {
    const headers = { authorization: `Bearer ${key}`, ...(init.headers as Record<string, string>) };
    const response = await ask(`${base}${path}`, { ...init, headers });
    if (!response.ok) throw await MailroomError.of(response);
    return response;
  };
  const call: Call = async (route, asked = {}, { signal, idempotencyKey } = {}) => {
    const { path, body } = toRequest(route, asked);
    const repeatable = route.method === 'GET' || idempotencyKey !== undefined;
    const response = await withRetries(retries, repeatable, signal, () =>
      send(path, {
        method: route.method,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
      }),
    );
    if (route.answer === 'stream') return response;
    return route.answer === 'none' ? undefined : response.json();
  };
  const operations = createOperations(call);
  return {
    ...operations,
    upload: async ({ classificationId, batchId, files, signal }) => {
      const path = batchId === undefined ? '/batches' : `/batches/${encodeURIComponent(batchId)}/files`;
      const fields = batchId === undefined && classificationId !== undefined ? { classificationId } : {};
      const response = await send(`/api/v2${path}`, {
        method: 'POST',
        ...toUploadBody(fields, files),
        ...(signal && { signal }),
      });
      const answer = (await response.json()) as Batch;
      return batchId === undefined ? answer : operations.batches.read({ batchId });
    },
    followBatch: (batchId, following) => followBatch(operations.batches, batchId, following),
    waitForBatch: (batchId, following) => waitForBatch(operations.batches, batchId, following),
  };
}

/** What the path and the query do not take is the body. */
function toRequest(route: Parameters<Call>[0], asked: object): { path: string; body: string | undefined } {
  const rest = new Map(Object.entries(asked).filter(([, value]) => value !== undefined));
  const take = (name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return value === undefined ? undefined : String(value);
  };
  const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(take(name) ?? ''));
  const query = new URLSearchParams();
  for (const name of route.query) {
    const value = take(name);
    if (value !== undefined) query.set(name, value);
  }
  const hasBody = route.method !== 'GET' && rest.size > 0;
  return {
    path: query.size > 0 ? `${path}?${query}` : path,
    body: hasBody ? JSON.stringify(Object.fromEntries(rest)) : undefined,
  };
}

/** A request that the server did not take (429, 503) may always be repeated, others only where that does no harm. */
async function withRetries(
  retries: number,
  repeatable: boolean,
  signal: AbortSignal | undefined,
  send: () => Promise<Response>,
): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      signal?.throwIfAborted();
      const refused = error instanceof MailroomError ? error : undefined;
      const untaken = refused?.status === 429 || refused?.status === 503;
      const hopeful = untaken || (repeatable && (refused === undefined || refused.retryable));
      if (!hopeful || attempt >= retries) throw error;
      const restMs = refused?.retryAfterMs ?? firstRestMs * 2 ** attempt;
      await new Promise((wake) => setTimeout(wake, restMs));
    }
  }
}
