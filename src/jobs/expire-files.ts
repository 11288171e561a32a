import { audited } from '../storage/audit.ts';
import {
  dayMs,
  deleteOriginals,
  findExpired,
  listRetentions,
  type RetentionOwner,
} from '../storage/expired-files.ts';
import { deleteFiles } from '../storage/files.ts';
import { deleteBlobs } from '../storage/orphaned-blobs.ts';
import type { SweepOptions } from './sweep-job.ts';

export type Expired = { readonly originals: number; readonly results: number };

/** Files a transaction, and portions of them an owner and sweep: 10,000 files an hour, 240,000 a day. */
const filesAtOnce = 500;
const portionsMax = 20;

/** Deletes what classifications and templates say is kept no longer. Files that are worked on are never touched. */
export async function expireFiles(
  options: SweepOptions,
  { now = Date.now(), signal }: { now?: number; signal?: AbortSignal } = {},
): Promise<Expired> {
  const expired = { originals: 0, results: 0 };
  for (const owner of await listRetentions(options.database)) {
    const { originalsDays, resultsDays } = owner.retention;
    for (const [what, days] of [
      ['results', resultsDays],
      ['originals', originalsDays],
    ] as const) {
      if (days === undefined) continue;
      const before = now - days * dayMs;
      for (let portion = 0; portion < portionsMax; portion += 1) {
        signal?.throwIfAborted();
        const count = await expireSome(options, owner, { what, before, now });
        expired[what] += count;
        if (count < filesAtOnce) break;
      }
    }
  }
  return expired;
}

async function expireSome(
  { database, blobs }: SweepOptions,
  owner: RetentionOwner,
  { what, before, now }: { what: 'originals' | 'results'; before: number; now: number },
): Promise<number> {
  const { workspaceId } = owner;
  let count = 0;
  const found = await findExpired(database, owner, { what, before, limit: filesAtOnce });
  for (const [batchId, fileIds] of found) {
    const change = {
      workspaceId,
      actor: { kind: 'system', name: 'retention' },
      action: `retention.${what}`,
      resourceKind: owner.kind,
      resourceId: owner.id,
      summary: `${fileIds.length} files of batch ${batchId}, finished before ${new Date(before).toISOString()}`,
    } as const;
    const files = { workspaceId, batchId, fileIds };
    const { deleted, blobKeys } = await audited(change, () =>
      what === 'results' ? deleteFiles(database, files) : deleteOriginals(database, files, now),
    );
    await deleteBlobs(blobs, blobKeys);
    count += deleted.length;
  }
  return count;
}
