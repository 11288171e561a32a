import type { Database } from './database.ts';

export type KeptAnswer = {
  readonly fingerprint: string;
  /** Absent while the first request is worked on. */
  readonly answer: { readonly status: number; readonly body: string } | undefined;
};

/** Clients repeat within seconds or minutes; nobody after a day. */
const keptMs = 24 * 3_600_000;
/** No request takes as long: whoever claimed the key died with the server. */
const claimMs = 2 * 3_600_000;

type Key = { readonly workspaceId: string; readonly key: string };

/** Undefined where the key is new: it is the caller's from here on. What another request left else. */
export async function claimIdempotencyKey(
  database: Database,
  { workspaceId, key, fingerprint }: Key & { readonly fingerprint: string },
  now = Date.now(),
): Promise<KeptAnswer | undefined> {
  await database
    .deleteFrom('idempotency_keys')
    .where(({ or, and, eb }) =>
      or([
        eb('created_at', '<', now - keptMs),
        and([eb('created_at', '<', now - claimMs), eb('status', 'is', null)]),
      ]),
    )
    .execute();
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('idempotency_keys')
    .values({ workspace_id: workspaceId, key, fingerprint, status: null, answer: null, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 1n) return undefined;
  const row = await database
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .executeTakeFirst();
  // Released between the two queries: as good as worked on; the client asks again.
  if (row === undefined) return { fingerprint, answer: undefined };
  const answer = row.status === null ? undefined : { status: row.status, body: row.answer ?? '' };
  return { fingerprint: row.fingerprint, answer };
}

export async function keepAnswer(
  database: Database,
  { workspaceId, key }: Key,
  { status, body }: { readonly status: number; readonly body: string },
): Promise<void> {
  await database
    .updateTable('idempotency_keys')
    .set({ status, answer: body })
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .execute();
}

/** The request was refused or failed: the key may be used for another try. */
export async function releaseIdempotencyKey(database: Database, { workspaceId, key }: Key): Promise<void> {
  await database
    .deleteFrom('idempotency_keys')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .execute();
}
