import { type Classification, rowToClassification } from './classifications.ts';
import { decodeCursor, type ListPage, toListPage } from './cursor.ts';
import type { Database } from './database.ts';

/** Newest first. */
export async function listClassifications(
  database: Database,
  { workspaceId, limit, cursor }: { workspaceId: string; limit: number; cursor?: string | undefined },
): Promise<ListPage<Classification>> {
  let query = database
    .selectFrom('classifications')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor !== undefined) query = query.where('id', '<', decodeCursor(cursor).id);
  return toListPage(await query.execute(), limit, {
    show: rowToClassification,
    cursorOf: (row) => ({ value: row.created_at, id: row.id }),
  });
}
