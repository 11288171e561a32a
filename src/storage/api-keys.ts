import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Failure } from '../errors.ts';
import { type ApiKey, apiKeyColumns, type KeyScope, rowToApiKey } from './api-key.ts';
import { findClassification } from './classifications.ts';
import { type Database, inTransaction } from './database.ts';
import { createId } from './ids.ts';
import { lockRow } from './row-locks.ts';
import { findTemplate } from './templates.ts';
import { defaultWorkspaceId, ensureDefaultWorkspace } from './workspaces.ts';

export type ListedApiKey = ApiKey & {
  /** First characters of the key, to tell keys apart. */
  readonly prefix: string;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly revokedAt: number | undefined;
};

export type NewApiKey = {
  readonly workspaceId: string;
  readonly name: string;
  /** `admin` where none is given. */
  readonly scope?: KeyScope | undefined;
  readonly classificationId?: string | undefined;
  readonly templateId?: string | undefined;
  readonly expiresAt?: number | undefined;
};

const prefixLengthMax = 8;

/** `key` is shown this once: only its hash is stored. 256 bits of chance need no slow hash. */
export async function createApiKey(
  database: Database,
  wanted: NewApiKey,
): Promise<{ id: string; key: string }> {
  return inTransaction(database, async (transaction) => {
    await checkWanted(transaction, wanted);
    const key = `mr_${randomBytes(32).toString('base64url')}`;
    return { id: await storeApiKey(transaction, wanted, key), key };
  });
}

/** Undefined for a key that is unknown, revoked or expired. */
export async function findApiKey(database: Database, key: string): Promise<ApiKey | undefined> {
  const hash = hashKey(key);
  const row = await database
    .selectFrom('api_keys')
    .select([...apiKeyColumns, 'hash', 'expires_at'])
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined || !timingSafeEqual(Buffer.from(row.hash), Buffer.from(hash))) return undefined;
  return (row.expires_at ?? Infinity) > Date.now() ? rowToApiKey(row) : undefined;
}

/** The same by the key's id, which a browser's session names. */
export async function findApiKeyById(database: Database, id: string): Promise<ApiKey | undefined> {
  const row = await database
    .selectFrom('api_keys')
    .select([...apiKeyColumns, 'expires_at'])
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row && (row.expires_at ?? Infinity) > Date.now() ? rowToApiKey(row) : undefined;
}

/** Of one workspace, or of all (for the operator). */
export async function listApiKeys(database: Database, workspaceId?: string): Promise<ListedApiKey[]> {
  let query = database.selectFrom('api_keys').selectAll().orderBy('created_at').orderBy('id');
  if (workspaceId !== undefined) query = query.where('workspace_id', '=', workspaceId);
  return (await query.execute()).map((row) => ({
    ...rowToApiKey(row),
    prefix: row.prefix,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
  }));
}

/** Refused from the next request on. Nothing that is stored belongs to a key, so nothing else changes. */
export async function revokeApiKey(database: Database, id: string): Promise<void> {
  const isRevoked = await inTransaction(database, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('api_keys')
      .set({ revoked_at: Date.now() })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  });
  if (!isRevoked) throw new Failure('not_found', `There is no valid API key with the id ${id}`);
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
    await lockRow(transaction, 'workspaces', defaultWorkspaceId);
    let existing = transaction.selectFrom('api_keys').select('id').limit(1);
    if (fixedKey !== undefined) existing = existing.where('hash', '=', hashKey(fixedKey));
    if ((await existing.executeTakeFirst()) !== undefined) return { key: undefined, created: false };
    const owner = { workspaceId: defaultWorkspaceId, name: 'first' };
    if (fixedKey === undefined) return { key: (await createApiKey(transaction, owner)).key, created: true };
    await storeApiKey(transaction, owner, fixedKey);
    return { key: fixedKey, created: true };
  });
}

async function checkWanted(database: Database, wanted: NewApiKey): Promise<void> {
  const { workspaceId, scope = 'admin', classificationId, templateId, expiresAt } = wanted;
  if (scope === 'admin' && (classificationId ?? templateId) !== undefined) {
    throw new Failure(
      'invalid_request',
      'A key with the scope admin is bound to nothing: choose write or read',
    );
  }
  if (expiresAt !== undefined && expiresAt <= Date.now()) {
    throw new Failure('invalid_request', 'expiresAt must lie in the future');
  }
  if (classificationId && !(await findClassification(database, workspaceId, classificationId))) {
    throw new Failure('not_found', `There is no classification ${classificationId}`);
  }
  if (templateId && !(await findTemplate(database, workspaceId, templateId))) {
    throw new Failure('not_found', `There is no template ${templateId}`);
  }
}

async function storeApiKey(database: Database, wanted: NewApiKey, key: string): Promise<string> {
  const id = createId();
  await database
    .insertInto('api_keys')
    .values({
      id,
      workspace_id: wanted.workspaceId,
      name: wanted.name,
      hash: hashKey(key),
      // Never more than a quarter: an operator may have set a short one.
      prefix: key.slice(0, Math.min(prefixLengthMax, key.length / 4)),
      created_at: Date.now(),
      revoked_at: null,
      scope: wanted.scope ?? 'admin',
      classification_id: wanted.classificationId ?? null,
      template_id: wanted.templateId ?? null,
      expires_at: wanted.expiresAt ?? null,
    })
    .execute();
  return id;
}

function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
