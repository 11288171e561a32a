import type { Database } from './database.ts';
import { createId } from './ids.ts';

/** The workspace that a fresh server has, and the first key belongs to. */
export const defaultWorkspaceId = 'default';

export async function createWorkspace(database: Database, name: string): Promise<{ id: string }> {
  const id = createId();
  await database.insertInto('workspaces').values({ id, name, created_at: Date.now() }).execute();
  return { id };
}

export async function ensureDefaultWorkspace(database: Database): Promise<void> {
  await database
    .insertInto('workspaces')
    .values({ id: defaultWorkspaceId, name: 'Default', created_at: Date.now() })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function hasWorkspace(database: Database, id: string): Promise<boolean> {
  const row = await database.selectFrom('workspaces').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}
