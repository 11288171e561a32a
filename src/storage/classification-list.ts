import { type Classification, rowToClassification } from './classifications.ts';
import { decodeCursor, type ListPage, toListPage } from './cursor.ts';
import type { Database } from './database.ts';

export type DefinitionFilter = {
  readonly workspaceId: string;
  /** Only the one with this id. */
  readonly only?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

/** Newest first. */
export async function listClassifications(
  database: Database,
  { workspaceId, only, limit, cursor }: DefinitionFilter,
): Promise<ListPage<Classification>> {
  let query = database
    .selectFrom('classifications')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (only !== undefined) query = query.where('id', '=', only);
  if (cursor !== undefined) query = query.where('id', '<', decodeCursor(cursor).id);
  return toListPage(await query.execute(), limit, {
    show: rowToClassification,
    cursorOf: (row) => ({ value: row.created_at, id: row.id }),
  });
}
