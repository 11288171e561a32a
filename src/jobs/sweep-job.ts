import type { Log } from '../log.ts';
import { forgetOldAuditEvents } from '../storage/audit.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { Database } from '../storage/database.ts';
import { deleteBlobs, findOrphans } from '../storage/orphaned-blobs.ts';
import { mergeUsage } from '../storage/usage.ts';
import { forgetOldDeliveries } from '../storage/webhook-log.ts';
import { expireFiles } from './expire-files.ts';

export type SweepOptions = { readonly database: Database; readonly blobs: BlobStore };
export type Swept = { readonly orphans: number; readonly unfinished: number };

const hourMs = 3_600_000;
/** A blob is written before its row: no upload takes a day. */
const ageMinMs = 24 * hourMs;
const everyMs = hourMs;
const keysAtOnce = 500;

/**
 * Deletes blobs that no row knows: of uploads that died before their commit, and of deletions that died
 * after theirs.
 */
export async function sweepBlobs(
  { database, blobs }: SweepOptions,
  { now = Date.now(), signal }: { now?: number; signal?: AbortSignal } = {},
): Promise<Swept> {
  const before = now - ageMinMs;
  let orphans = 0;
  let old: string[] = [];
  const deleteOrphansOf = async (keys: readonly string[]) => {
    const found = await findOrphans(database, keys);
    await deleteBlobs(blobs, found);
    orphans += found.length;
  };
  for await (const { key, modifiedAt } of blobs.list()) {
    signal?.throwIfAborted();
    if (modifiedAt >= before) continue;
    old.push(key);
    if (old.length < keysAtOnce) continue;
    await deleteOrphansOf(old);
    old = [];
  }
  await deleteOrphansOf(old);
  return { orphans, unfinished: await blobs.deleteUnfinished(before) };
}

/** Sweeps what retention ends, blobs, the log of webhooks and the records of usage every hour, the first time an hour after the start. */
export function startSweeping(
  options: SweepOptions & { readonly log: Log; readonly auditMs: number },
): AsyncDisposable {
  const { log } = options;
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => expireFiles(options, { signal: stop.signal }))
      .then((expired) => log.info(expired, 'files expired'))
      .then(() => sweepBlobs(options, { signal: stop.signal }))
      .then((swept) => log.info(swept, 'orphaned blobs swept'))
      .then(() => forgetOldDeliveries(options.database))
      .then(() => mergeUsage(options.database))
      .then(() => forgetOldAuditEvents(options.database, Date.now() - options.auditMs))
      .catch((error) => stop.signal.aborted || log.error({ err: error }, 'the sweep failed'))
      .then(() => {});
  }, everyMs);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stop.abort();
      await running;
    },
  };
}
