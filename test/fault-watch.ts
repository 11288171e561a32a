/** What must hold at every moment of the storm, looked at all the while. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../src/storage/database.ts';
import { countContradictions } from './fault-checks.ts';
import { type FaultCluster, pick } from './fault-cluster.ts';
import { call } from './server-process.ts';

export type Watch = {
  /** Files that wait, when last asked. */
  readonly waiting: () => number;
  /** Final answers that were read more than once. */
  readonly answersReadAgain: () => number;
  /** How often the queue was looked at while nothing was broken for long enough. */
  readonly looksInCalm: () => number;
  /** To be called with each acknowledged batch. */
  readonly add: (batchId: string, fileIds: readonly string[]) => void;
  /** Looks until it is aborted; rejects with the first thing that does not hold. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

type FinalFile = {
  readonly fileId: string;
  readonly status: string;
  readonly result?: unknown;
  readonly url: string;
};

const lookMs = 500;
/**
 * Beyond a lease, or a wait: how long a job may stay where it is while nothing is broken. Workers look every 200 ms; the
 * rest is for a busy computer, and for the beat that finds a clock set back.
 */
const claimMs = 8_000;
/** No lease is longer; a wait of the queue is at most this, and two minutes. */
const leaseMs = 10_000;
const waitMaxMs = 120_000;

/** `calmSince`: by the monotonic clock, when the last fault ended; undefined during one. */
export function watchStorm(
  cluster: FaultCluster,
  database: Database,
  classificationId: string,
  calmSince: () => number | undefined,
): Watch {
  const batches: { readonly batchId: string; readonly fileIds: readonly string[] }[] = [];
  const finals = new Map<string, string>();
  let waiting = 0;
  let readAgain = 0;
  let looksInCalm = 0;

  /** Every acknowledged file is there, a final answer never changes, and a processed file has its type. */
  async function readAnswers(): Promise<void> {
    // Mostly the latest, where things happen.
    const batch = batches[batches.length - 1 - Math.floor(batches.length * Math.random() ** 3)];
    if (batch === undefined) return;
    const { batchId, fileIds } = batch;
    const fileId = fileIds[Math.floor(Math.random() * fileIds.length)]!;
    const [whole, one] = await Promise.all([ask({ batchId }), ask({ batchId, fileId })]);
    for (const files of [whole, one]) files?.forEach(compare);
    if (whole !== undefined && whole.length > 0) {
      assert.deepEqual(whole.map((file) => file.fileId).sort(), fileIds.toSorted(), batchId);
    } else if (whole !== undefined && fileIds.every((id) => finals.has(id))) {
      // A file may have become final after the batch was asked for.
      const again = await ask({ batchId });
      assert.notEqual(again?.length, 0, `${batchId} waits, and each of its files was final`);
    }
    if (one?.length === 0) assert.ok(!finals.has(fileId), `${fileId} was final and waits again`);
  }

  /** Final files; none while they wait; undefined where the machine did not answer. */
  async function ask(ids: { batchId: string; fileId?: string }): Promise<readonly FinalFile[] | undefined> {
    const { url } = pick(cluster, 'api').process;
    const body = { classificationId, ...ids };
    const answer = await call(url, 'POST', '/documentClassification/getResults', body).catch(() => undefined);
    if (answer === undefined || answer.status >= 500 || answer.status === 429) return undefined;
    const { status, files = [] } = answer.json;
    assert.ok(status === 'success' || status === 'waiting', `${ids.batchId}: ${JSON.stringify(answer.json)}`);
    return files;
  }

  function compare({ url: _link, ...file }: FinalFile): void {
    const { fileId, status, result } = file;
    if (status === 'processed') assert.ok(result, `${fileId} is processed and has no result`);
    const text = JSON.stringify(file);
    const known = finals.get(fileId);
    if (known !== undefined) {
      assert.equal(text, known, `the final answer of ${fileId} changed`);
      readAgain += 1;
    }
    finals.set(fileId, text);
  }

  async function lookAtRows(): Promise<void> {
    const calmMs = performance.now() - (calmSince() ?? Infinity);
    const found = await readQueue(database).catch(() => undefined);
    if (found === undefined) return;
    waiting = found.waiting;
    assert.equal(found.contradictions, 0, 'a state that its result contradicts');
    // A fault may have begun in between.
    if (calmMs < claimMs || calmSince() === undefined) return;
    looksInCalm += 1;
    const { lapsedMs, dueMs, leasedMs, delayedMs } = found;
    assert.ok(lapsedMs < claimMs, `a job lies ${lapsedMs} ms beyond its lease`);
    assert.ok(dueMs < claimMs, `a job is due for ${dueMs} ms and not ready`);
    assert.ok(leasedMs <= leaseMs, `a lease lasts ${leasedMs} ms more`);
    assert.ok(delayedMs <= waitMaxMs, `a job waits ${delayedMs} ms more`);
  }

  return {
    waiting: () => waiting,
    answersReadAgain: () => readAgain,
    looksInCalm: () => looksInCalm,
    add: (batchId, fileIds) => void batches.push({ batchId, fileIds }),
    async run(signal) {
      while (!signal.aborted) {
        await Promise.all([readAnswers(), lookAtRows()]);
        await sleep(lookMs, undefined, { signal }).catch(() => {});
      }
    },
  };
}

/** Milliseconds by the database's clock, of the job that is furthest off; negative where none is. */
async function readQueue(database: Database) {
  const { rows } = await sql<Record<'waiting' | 'lapsedMs' | 'dueMs' | 'leasedMs' | 'delayedMs', number>>`
    with clock as (select (extract(epoch from statement_timestamp()) * 1000)::bigint as now)
    select (select count(*) from files where state = 'waiting') as waiting,
      coalesce(max(now - lease_until) filter (where state = 'running'), -1) as "lapsedMs",
      coalesce(max(now - run_at) filter (where state = 'delayed'), -1) as "dueMs",
      coalesce(max(lease_until - now) filter (where state = 'running'), -1) as "leasedMs",
      coalesce(max(run_at - now) filter (where state = 'delayed'), -1) as "delayedMs"
    from clock left join jobs on true group by now`.execute(database);
  return { ...rows[0]!, contradictions: await countContradictions(database) };
}
