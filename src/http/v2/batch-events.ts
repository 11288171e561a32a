/**
 * What goes on in a batch, as server-sent events: the whole first, then the whole again whenever it changed.
 * A client that reconnects needs no memory.
 */
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { findBatchSummary } from '../../storage/batch-list.ts';
import type { Database } from '../../storage/database.ts';
import { batchParams } from './batches.ts';
import { requireBatch } from './missing.ts';
import { toBatch } from './present.ts';
import { resource } from './resource.ts';

const lookMs = 400;
/** A finished batch changes only by corrections and late uploads. */
const lookWhenFinishedMs = 2_000;
/** Counting 100,000 files takes 60 ms: looking may take a twentieth of the time, no more. */
const restPerWork = 20;
/** Proxies close what is silent for 60 s. */
const aliveEveryMs = 15_000;

export function readBatchEvents(database: Database, stopping: AbortSignal) {
  return resource({
    name: 'batches.events',
    tag: 'Batches',
    summary: 'Follow a batch by server-sent events',
    description: 'Events `snapshot`, then `change`, each with the batch as data; `gone` when it was deleted.',
    params: batchParams,
    handle: async ({ params: { batchId }, request, reply, caller: { workspaceId } }) => {
      await requireBatch(database, workspaceId, batchId);
      const left = new AbortController();
      request.raw.socket.once('close', () => left.abort());
      const signal = AbortSignal.any([left.signal, stopping]);
      reply.headers({
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // nginx would hold events back.
        'x-accel-buffering': 'no',
      });
      return reply.send(Readable.from(follow(database, { workspaceId, batchId }, signal)));
    },
  });
}

async function* follow(
  database: Database,
  key: { workspaceId: string; batchId: string },
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield 'retry: 2000\n\n';
  let told: string | undefined;
  let toldAt = performance.now();
  while (!signal.aborted) {
    const startedAt = performance.now();
    const summary = await findBatchSummary(database, key);
    if (summary === undefined) {
      yield 'event: gone\ndata: {}\n\n';
      return;
    }
    const data = JSON.stringify(toBatch(summary));
    if (data !== told) {
      yield `event: ${told === undefined ? 'snapshot' : 'change'}\ndata: ${data}\n\n`;
      told = data;
      toldAt = performance.now();
    } else if (performance.now() - toldAt > aliveEveryMs) {
      yield ': alive\n\n';
      toldAt = performance.now();
    }
    const workMs = performance.now() - startedAt;
    const restMs = Math.max(summary.waiting > 0 ? lookMs : lookWhenFinishedMs, workMs * restPerWork);
    // An abort is how a listener leaves: no error.
    await delay(restMs, undefined, { signal }).catch(() => undefined);
  }
}
