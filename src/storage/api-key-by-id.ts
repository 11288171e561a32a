import type { ApiKey } from './api-keys.ts';
import type { Database } from './database.ts';

/** Undefined for a key that is unknown or revoked. */
export async function findApiKeyById(database: Database, id: string): Promise<ApiKey | undefined> {
  const row = await database
    .selectFrom('api_keys')
    .select(['id', 'workspace_id', 'name'])
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row && { id: row.id, workspaceId: row.workspace_id, name: row.name };
}
