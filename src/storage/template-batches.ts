import { sql } from 'kysely';
import type { Database } from './database.ts';

export type TemplateBatch = {
  readonly id: string;
  readonly files: number;
  readonly unfinished: number;
  readonly createdAt: number;
};

/** A client polls this each second: 1,000 batches of one file take about 5 ms. */
const batchesMax = 1000;

/** The newest batches of a template, the oldest of them first. */
export async function listTemplateBatches(
  database: Database,
  { workspaceId, templateId }: { workspaceId: string; templateId: string },
): Promise<readonly TemplateBatch[]> {
  const rows = await database
    .selectFrom('batches')
    .select((select) => [
      'batches.id',
      'batches.created_at',
      select
        .selectFrom('files')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('files.batch_id', '=', 'batches.id')
        .where('files.workspace_id', '=', workspaceId)
        .as('files'),
      // The literal is what lets SQLite take the partial index.
      select
        .selectFrom('files')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('files.batch_id', '=', 'batches.id')
        .where('files.workspace_id', '=', workspaceId)
        .where('files.state', '=', sql.lit('waiting'))
        .as('unfinished'),
    ])
    .where('batches.workspace_id', '=', workspaceId)
    .where('batches.owner_kind', '=', 'template')
    .where('batches.owner_id', '=', templateId)
    .orderBy('batches.created_at', 'desc')
    .limit(batchesMax)
    .execute();
  return rows.toReversed().map((row) => ({
    id: row.id,
    files: Number(row.files),
    unfinished: Number(row.unfinished),
    createdAt: row.created_at,
  }));
}
