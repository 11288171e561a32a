import { EventEmitter } from 'node:events';
import type { Database } from '../storage/database.ts';
import {
  beatJobs,
  type ClaimedJob,
  type ClaimOptions,
  claimJobs,
  releaseLeases,
} from '../storage/job-claims.ts';
import { completeJob, failJob, handBackJob, postponeJob } from '../storage/job-ends.ts';
import { enqueueJobs, type NewJob } from '../storage/jobs.ts';
import { shortenWaits } from '../storage/shorten-waits.ts';
import type { WakeChannel } from '../storage/wake-channel.ts';

/**
 * The durable queue: at least once, in a fair order, fenced by worker and attempt. Every function joins the
 * transaction that it is given, so that a job and what it is about are one commit.
 * `queue.contract.ts` says what every database must hold to.
 */
export type Queue = {
  enqueue(database: Database, jobs: readonly NewJob[]): Promise<void>;
  claim(database: Database, options: ClaimOptions): Promise<ClaimedJob[]>;
  beat(
    database: Database,
    lease: { readonly worker: string; readonly leaseMs: number },
  ): Promise<readonly { readonly id: number; readonly attempt: number }[]>;
  complete(database: Database, job: ClaimedJob): Promise<boolean>;
  fail(database: Database, job: ClaimedJob, message: string): Promise<'delayed' | 'dead' | 'stale'>;
  postpone(
    database: Database,
    job: ClaimedJob,
    later: { readonly message: string; readonly delayMs: number },
  ): Promise<boolean>;
  handBack(database: Database, job: ClaimedJob): Promise<boolean>;
  /** After a clock was set back: nothing waits longer than it would have. */
  shortenWaits(database: Database, lease: { readonly leaseMs: number }): Promise<void>;
  /** Frees all leases at once: for a server that just took the data folder's lock, so that nobody else works. */
  releaseAll(database: Database): Promise<void>;
  /** To be called after the commit that enqueued: idle workers look at once. Without it they look every 200 ms. */
  wake(): void;
  /** Returns the way to stop listening. */
  onWake(listener: () => void): () => void;
};

/** With a channel, workers of other processes are woken too. */
export function createQueue(channel?: WakeChannel): Queue {
  const emitter = new EventEmitter();
  channel?.onTold(() => emitter.emit('wake'));
  return {
    enqueue: enqueueJobs,
    claim: claimJobs,
    beat: beatJobs,
    complete: completeJob,
    fail: failJob,
    postpone: postponeJob,
    handBack: handBackJob,
    shortenWaits,
    releaseAll: (database) => releaseLeases(database),
    wake() {
      emitter.emit('wake');
      channel?.tell();
    },
    onWake(listener) {
      emitter.on('wake', listener);
      return () => void emitter.off('wake', listener);
    },
  };
}
