/** Server-sent events of a batch, read by `fetch`: an `EventSource` cannot send a key. */
import { MailroomError } from './error.ts';
import type { Batch, CallOptions } from './operations.ts';

export type BatchOptions = {
  readonly signal?: AbortSignal;
};

type Batches = {
  readonly read: (asked: { batchId: string }, options?: CallOptions) => Promise<Batch>;
  readonly events: (asked: { batchId: string }, options?: CallOptions) => Promise<Response>;
};

const restMs = 1_000;

export async function* followBatch(
  batches: Batches,
  batchId: string,
  { signal }: BatchOptions = {},
): AsyncGenerator<Batch> {
  const options = { ...(signal && { signal }) };
  for (;;) {
    try {
      for await (const batch of readEvents(await batches.events({ batchId }, options))) {
        yield batch;
        if (batch.counts.waiting === 0) return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof MailroomError && !error.retryable) throw error;
    }
    // The connection broke, or the batch is gone: asking anew tells which.
    await new Promise((wake) => setTimeout(wake, restMs));
  }
}

export async function waitForBatch(
  batches: Batches,
  batchId: string,
  options?: BatchOptions,
): Promise<Batch> {
  let last: Batch | undefined;
  for await (const batch of followBatch(batches, batchId, options)) last = batch;
  return last!;
}

async function* readEvents(response: Response): AsyncGenerator<Batch> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (text + value).split('\n\n');
      text = events.pop()!;
      for (const event of events) {
        // Matches the `data: {…}` line of `snapshot` and `change`.
        const data = /^event: (?:snapshot|change)\ndata: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) yield JSON.parse(data) as Batch;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
