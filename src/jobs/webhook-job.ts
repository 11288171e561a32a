/**
 * Tells webhooks of finished batches, beside the worker and not through it: a receiver that takes ten
 * seconds to answer must not hold a place that files are read in. Deliveries are rows of the transaction
 * that finished the batch; a killed server's are sent again, so a receiver may see an id twice.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../errors.ts';
import { type Facts, type Log, withFacts } from '../log.ts';
import type { Database } from '../storage/database.ts';
import {
  type Attempt,
  claimDelivery,
  type DueDelivery,
  handBackDelivery,
  recordAttempt,
  type Verdict,
} from '../storage/webhook-attempts.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { openSpan } from '../telemetry/trace.ts';
import { createAlarm } from './alarm.ts';
import { postEvent, type Reply } from './webhook-request.ts';
import { eventResult, type Presentation } from './webhook-result.ts';
import { nextWaitMs } from './webhook-schedule.ts';
import { signEvent } from './webhook-signature.ts';

export type WebhookOptions = {
  readonly database: Database;
  readonly allowPrivate: boolean;
  readonly presentation: Presentation;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
};

const sendingMax = 8;
/** One slow receiver leaves room for the others. */
const sendingPerEndpointMax = 2;
/** An attempt takes 10 s at most; what a killed server held is sent by another after that. */
const leaseMs = 20_000;
const pollMs = 250;
const troubleMs = 1000;

export type SentEvent = { readonly attempt: Attempt; readonly verdict: Verdict };

/** One attempt; never throws but for our own bugs and a stop. */
export async function attemptDelivery(
  options: WebhookOptions,
  delivery: Omit<DueDelivery, 'id'>,
  signal?: AbortSignal,
): Promise<SentEvent> {
  const { database, allowPrivate, presentation } = options;
  const result = await eventResult(database, delivery, presentation);
  const at = Date.now();
  if (result === undefined) {
    const error = 'The files were deleted before they could be told of';
    return { attempt: { at, milliseconds: 0, error }, verdict: { state: 'failed' } };
  }
  const event = signEvent({ id: delivery.eventId, event: delivery.event, result }, delivery.secret, at);
  try {
    const reply = await postEvent(new URL(delivery.url), event, {
      allowPrivate,
      ...(signal && { signal }),
    });
    const attempt = { at, milliseconds: Date.now() - at, status: reply.status, response: reply.text };
    return { attempt, verdict: judge(reply, delivery.attempt) };
  } catch (error) {
    signal?.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    const attempt = { at, milliseconds: Date.now() - at, error: message };
    // A refused address is tried again too: the operator may allow it, or its name be mended.
    if (!(error instanceof Failure)) options.log.debug({ err: error }, 'webhook not reached');
    return { attempt, verdict: retry(delivery.attempt, undefined) };
  }
}

function judge({ status, retryAfter }: Reply, attempt: number): Verdict {
  if (status >= 200 && status < 300) return { state: 'delivered' };
  if (status === 410) return { state: 'gone' };
  return retry(attempt, retryAfter);
}

function retry(attempt: number, retryAfter: string | undefined): Verdict {
  const delayMs = nextWaitMs(attempt, { retryAfter });
  return delayMs === undefined ? { state: 'failed' } : { state: 'waiting', delayMs };
}

/** What is called `waiting` as a row was, as an attempt, one that is made again. */
const outcomes = { delivered: 'delivered', waiting: 'retried', failed: 'failed', gone: 'gone' } as const;

function factsOf({ id, workspaceId, endpointId, event, batchId, attempt }: DueDelivery): Facts {
  return { delivery: id, workspace: workspaceId, endpoint: endpointId, event, batch: batchId, attempt };
}

function isOutOfReach(error: unknown): boolean {
  return error instanceof Failure && error.code === 'unavailable';
}

/** Sends what is due until it is disposed of; what is in hand then is sent after the next start. */
export function startSendingWebhooks(options: WebhookOptions): AsyncDisposable {
  const { database, log, metrics } = options;
  const stop = new AbortController();
  const alarm = createAlarm();
  const sending = new Map<DueDelivery, Promise<void>>();

  async function send(delivery: DueDelivery): Promise<void> {
    try {
      const span = openSpan({ kind: 'client', traceparent: delivery.traceparent });
      const { attempt, verdict } = await span.run(() => attemptDelivery(options, delivery, stop.signal));
      await whileHeld(() => recordAttempt(database, delivery, attempt, verdict));
      const { event } = delivery;
      const failed = verdict.state !== 'delivered';
      span.end({
        name: `webhook ${event}`,
        attributes: { ...factsOf(delivery), status: attempt.status },
        failed,
      });
      metrics?.webhookSent(event, outcomes[verdict.state], attempt.milliseconds / 1000);
      if (verdict.state === 'delivered') log.debug('webhook delivered');
      else log.warn({ ...attempt, response: undefined, next: verdict }, 'webhook not delivered');
    } catch (error) {
      if (stop.signal.aborted) await handBackDelivery(database, delivery).catch(() => {});
      else if (!isOutOfReach(error)) log.error({ err: error }, 'webhook failed by a bug');
      else await putOff(delivery, error);
    } finally {
      sending.delete(delivery);
      alarm.ring();
    }
  }

  /** What the receiver has must not be sent again because the database was away for a moment. */
  async function whileHeld(write: () => Promise<void>): Promise<void> {
    const heldUntil = performance.now() + leaseMs;
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isOutOfReach(error) || performance.now() + troubleMs > heldUntil) throw error;
        await pause(troubleMs, undefined, { signal: stop.signal });
      }
    }
  }

  /** It counts as no attempt. After a bug, and where this does not work either, it is due again when its lease is over. */
  async function putOff(delivery: DueDelivery, reason: unknown): Promise<void> {
    log.error({ err: reason }, 'webhooks out of reach; trying again');
    await whileHeld(() => handBackDelivery(database, delivery)).catch(() => {});
  }

  function saturatedEndpoints(): string[] {
    const counts = Map.groupBy(sending.keys(), (delivery) => delivery.endpointId);
    return [...counts].filter(([, all]) => all.length >= sendingPerEndpointMax).map(([id]) => id);
  }

  async function loop(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        const exceptEndpoints = saturatedEndpoints();
        const due =
          sending.size < sendingMax ? await claimDelivery(database, { leaseMs, exceptEndpoints }) : undefined;
        if (due === undefined) await alarm.wait(pollMs);
        else
          sending.set(
            due,
            withFacts(factsOf(due), () => send(due)),
          );
      } catch (error) {
        log.error({ err: error }, 'webhooks out of reach; trying again');
        await alarm.wait(troubleMs);
      }
    }
  }

  const looping = loop();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      alarm.ring();
      await looping;
      await Promise.all(sending.values());
    },
  };
}
