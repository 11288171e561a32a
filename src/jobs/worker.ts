import { randomUUID } from 'node:crypto';
import { setImmediate as nextTick } from 'node:timers/promises';
import { Failure } from '../errors.ts';
import { type Facts, type Log, withFacts } from '../log.ts';
import { type Database, inTransaction } from '../storage/database.ts';
import { isPostgres } from '../storage/dialect.ts';
import type { ClaimedJob } from '../storage/job-claims.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type OpenSpan, openSpan } from '../telemetry/trace.ts';
import { createAlarm } from './alarm.ts';
import type { JobHandlers } from './job-handler.ts';
import type { Queue } from './queue.ts';
import { type JobEnd, settleJob } from './settle-job.ts';

export type WorkerOptions = {
  readonly database: Database;
  readonly queue: Queue;
  /** By kind of job. */
  readonly handlers: JobHandlers;
  /** Jobs in hand at the same time. */
  readonly concurrency: number;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
  /** How long a dead worker's jobs wait; 10 s where not given. */
  readonly leaseMs?: number;
  /** How long a stop lets running jobs finish before they are handed back; 8 s where not given. */
  readonly stopGraceMs?: number;
};

type Run = {
  readonly job: ClaimedJob;
  readonly controller: AbortController;
  /** By the monotonic clock. */
  readonly startedAt: number;
  readonly span: OpenSpan;
  /** The lease is lost or handed back: nobody waits for its end. */
  abandoned: boolean;
};

type Ended = { readonly run: Run; readonly end: JobEnd };

const leaseMsDefault = 10_000;
const stopGraceMsDefault = 8000;
/** After the grace: time for aborted jobs to unwind. With the grace it stays under the 10 s of a stop. */
const unwindMs = 1000;
const beatsPerLease = 3;
const pollMs = 200;
const troubleMs = 1000;
/**
 * A job that took this many workers with it is given up: after a quarter of an hour at least, for it waits longer each time.
 * Reader processes die alone, so it is hardly ever its own fault: at ten, a server that was killed 50 times in
 * eleven minutes, before it could read anything, gave up a harmless file.
 */
const lossesMax = 20;

/**
 * Runs jobs until it is disposed of: then running ones are finished, or handed back without losing an attempt.
 *
 * On SQLite the ends of one tick and the next claim are one transaction, so one flush of the disk serves all
 * of them. On PostgreSQL each is its own: several batches in one would make transactions wait for each other,
 * and the server flushes those that come together at once.
 */
export function startWorker(options: WorkerOptions): AsyncDisposable {
  const { database, queue, handlers, concurrency, log, metrics } = options;
  const { leaseMs = leaseMsDefault, stopGraceMs = stopGraceMsDefault } = options;
  const worker = randomUUID();
  const runs = new Set<Run>();
  let ended: Ended[] = [];
  let stopping = false;
  let closed = false;
  const alarm = createAlarm();
  const stopListening = queue.onWake(alarm.ring);
  const beating = setInterval(() => void beat(), leaseMs / beatsPerLease);

  function start(job: ClaimedJob): void {
    const run: Run = {
      job,
      controller: new AbortController(),
      startedAt: performance.now(),
      span: openSpan({ kind: 'consumer', traceparent: traceparentOf(job) }),
      abandoned: false,
    };
    runs.add(run);
    void run.span
      .run(() => withFacts(factsOf(job), () => perform(run)))
      .then((end) => {
        if (run.abandoned) runs.delete(run);
        else ended.push({ run, end });
        alarm.ring();
      });
  }

  async function perform({ job, controller }: Run): Promise<JobEnd> {
    if (job.losses >= lossesMax) {
      const error = new Failure(
        'reader_crashed',
        `The server stopped ${job.losses} times while at this work`,
      );
      return { event: 'failed', error, final: true };
    }
    try {
      const handler = handlers[job.kind];
      if (handler === undefined) throw new Error(`There is no handler for jobs of the kind "${job.kind}"`);
      return { event: 'done', write: await handler.run(job, controller.signal) };
    } catch (error) {
      return { event: 'failed', error, final: false };
    }
  }

  async function settleAndClaim(): Promise<void> {
    const settled = ended;
    ended = [];
    if (isPostgres(database)) {
      await settleEach(settled);
      const claimed = await claim(database);
      return claimed.forEach(start);
    }
    try {
      const claimed = await inTransaction(database, async (transaction) => {
        for (const one of settled) await settle(transaction, one);
        return claim(transaction, settled.length);
      });
      for (const { run } of settled) runs.delete(run);
      claimed.forEach(start);
    } catch (error) {
      ended.unshift(...settled);
      throw error;
    }
  }

  async function settleEach(settled: readonly Ended[]): Promise<void> {
    const outcomes = await Promise.allSettled(
      settled.map(async (one) => {
        await inTransaction(database, (transaction) => settle(transaction, one));
        runs.delete(one.run);
      }),
    );
    const failures = outcomes.map((outcome) => outcome.status === 'rejected');
    ended.unshift(...settled.filter((_, index) => failures[index]));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async function settle(transaction: Database, { run, end }: Ended): Promise<void> {
    if (run.abandoned) return;
    const handler = handlers[run.job.kind];
    const facts = factsOf(run.job);
    const outcome = await run.span.run(async () => {
      const writing = openSpan();
      const settling = () => settleJob(transaction, { queue, handler, log }, run.job, end);
      const written = await writing.run(() => withFacts(facts, settling));
      writing.end({ name: 'write' });
      return written;
    });
    const failed = outcome !== 'done';
    run.span.end({ name: `job ${run.job.kind}`, attributes: { ...facts, outcome }, failed });
    const seconds = (performance.now() - run.startedAt) / 1000;
    metrics?.jobEnded({ kind: run.job.kind, outcome, seconds });
  }

  /** `ending` of the runs are settled by the same transaction. */
  async function claim(transaction: Database, ending = 0): Promise<readonly ClaimedJob[]> {
    const count = stopping ? 0 : concurrency - (runs.size - ending);
    return count > 0 ? queue.claim(transaction, { worker, count, leaseMs }) : [];
  }

  async function loop(): Promise<void> {
    while (!closed && (!stopping || runs.size > 0)) {
      try {
        // Jobs that end together arrive in one turn of the event loop; let them in before the commit.
        await nextTick();
        if (ended.length > 0 || (!stopping && runs.size < concurrency)) await settleAndClaim();
        await alarm.wait(pollMs);
      } catch (error) {
        log.error({ err: error }, 'queue out of reach; trying again');
        await alarm.wait(troubleMs);
      }
    }
  }

  async function beat(): Promise<void> {
    const asked = [...runs];
    try {
      await queue.shortenWaits(database, { leaseMs });
      if (asked.length === 0) return;
      const held = await queue.beat(database, { worker, leaseMs });
      const isHeld = ({ id, attempt }: ClaimedJob) =>
        held.some((job) => job.id === id && job.attempt === attempt);
      for (const run of asked) if (runs.has(run) && !isHeld(run.job)) abandon(run);
    } catch (error) {
      log.error({ err: error }, 'leases could not be renewed');
    }
  }

  function abandon(run: Run): void {
    if (run.abandoned) return;
    run.abandoned = true;
    run.controller.abort(new Failure('unavailable', 'The job was taken away'));
    // One that has ended already waits to be settled; nobody else would take it out.
    if (ended.some((entry) => entry.run === run)) {
      ended = ended.filter((entry) => entry.run !== run);
      runs.delete(run);
    }
  }

  async function handBackRest(): Promise<void> {
    const rest = [...runs].filter((run) => !run.abandoned);
    for (const run of rest) abandon(run);
    await inTransaction(database, async (transaction) => {
      for (const { job } of rest) await queue.handBack(transaction, job);
    });
    if (rest.length > 0) log.info({ jobs: rest.length }, 'running jobs handed back');
  }

  const looping = loop();
  return {
    async [Symbol.asyncDispose]() {
      stopping = true;
      alarm.ring();
      try {
        if (await isLaterThan(looping, stopGraceMs)) {
          await handBackRest();
          await isLaterThan(looping, unwindMs);
        }
      } finally {
        closed = true;
        alarm.ring();
        await looping;
        stopListening();
        clearInterval(beating);
      }
    },
  };
}

/** Of the request or job that made it. */
function traceparentOf({ data }: ClaimedJob): string | undefined {
  return (data as { traceparent?: string }).traceparent;
}

function factsOf({ id, kind, attempt, workspaceId, groupId, data }: ClaimedJob): Facts {
  const { fileId } = data as { fileId?: string };
  return { job: id, kind, attempt, workspace: workspaceId, batch: groupId, file: fileId };
}

async function isLaterThan(work: Promise<void>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<true>();
  const timer = setTimeout(() => late.resolve(true), ms);
  try {
    return await Promise.race([work.then(() => false), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
