import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Failure } from '../errors.ts';
import { type Database, inTransaction } from './database.ts';
import { createId } from './ids.ts';
import { defaultWorkspaceId, ensureDefaultWorkspace } from './workspaces.ts';

export type ApiKey = { readonly id: string; readonly workspaceId: string; readonly name: string };

export type ListedApiKey = ApiKey & {
  /** First characters of the key, to tell keys apart. */
  readonly prefix: string;
  readonly createdAt: number;
  readonly revokedAt: number | undefined;
};

const prefixLengthMax = 8;

/** `key` is shown this once: only its hash is stored. 256 bits of chance need no slow hash. */
export async function createApiKey(
  database: Database,
  { workspaceId, name }: { workspaceId: string; name: string },
): Promise<{ id: string; key: string }> {
  const key = `mr_${randomBytes(32).toString('base64url')}`;
  return { id: await storeApiKey(database, { workspaceId, name, key }), key };
}

/** Undefined for a key that is unknown or revoked. */
export async function findApiKey(database: Database, key: string): Promise<ApiKey | undefined> {
  const hash = hashKey(key);
  const row = await database
    .selectFrom('api_keys')
    .select(['id', 'workspace_id', 'name', 'hash'])
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined || !timingSafeEqual(Buffer.from(row.hash), Buffer.from(hash))) return undefined;
  return { id: row.id, workspaceId: row.workspace_id, name: row.name };
}

/** Of one workspace, or of all (for the operator). */
export async function listApiKeys(database: Database, workspaceId?: string): Promise<ListedApiKey[]> {
  let query = database.selectFrom('api_keys').selectAll().orderBy('created_at').orderBy('id');
  if (workspaceId !== undefined) query = query.where('workspace_id', '=', workspaceId);
  return (await query.execute()).map((row) => ({
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    prefix: row.prefix,
    createdAt: row.created_at,
    revokedAt: row.revoked_at ?? undefined,
  }));
}

/** Refused from the next request on. Nothing that is stored belongs to a key, so nothing else changes. */
export async function revokeApiKey(database: Database, id: string): Promise<void> {
  const { numUpdatedRows } = await database
    .updateTable('api_keys')
    .set({ revoked_at: Date.now() })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Failure('not_found', `There is no valid API key with the id ${id}`);
}

/**
 * Makes the first key of a fresh server, or sees to it that the operator's fixed key is there.
 * `key` is given only where it was just made. A fixed key that was revoked stays revoked.
 */
export async function ensureFirstApiKey(
  database: Database,
  fixedKey?: string,
): Promise<{ key: string | undefined; created: boolean }> {
  return inTransaction(database, async (transaction) => {
    await ensureDefaultWorkspace(transaction);
    let existing = transaction.selectFrom('api_keys').select('id').limit(1);
    if (fixedKey !== undefined) existing = existing.where('hash', '=', hashKey(fixedKey));
    if ((await existing.executeTakeFirst()) !== undefined) return { key: undefined, created: false };
    const owner = { workspaceId: defaultWorkspaceId, name: 'first' };
    if (fixedKey === undefined) return { key: (await createApiKey(transaction, owner)).key, created: true };
    await storeApiKey(transaction, { ...owner, key: fixedKey });
    return { key: fixedKey, created: true };
  });
}

async function storeApiKey(
  database: Database,
  { workspaceId, name, key }: { workspaceId: string; name: string; key: string },
): Promise<string> {
  const id = createId();
  await database
    .insertInto('api_keys')
    .values({
      id,
      workspace_id: workspaceId,
      name,
      hash: hashKey(key),
      // Never more than a quarter: an operator may have set a short one.
      prefix: key.slice(0, Math.min(prefixLengthMax, key.length / 4)),
      created_at: Date.now(),
      revoked_at: null,
    })
    .execute();
  return id;
}

function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
