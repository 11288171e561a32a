import { Failure } from '../errors.ts';
import type { DefinitionFilter } from './classification-list.ts';
import { decodeCursor, type ListPage, toListPage } from './cursor.ts';
import { type Database, inTransaction } from './database.ts';
import { lockRow } from './row-locks.ts';
import {
  findTemplate,
  rowToTemplate,
  type Template,
  type TemplateChange,
  updateTemplate,
} from './templates.ts';

/** Newest first. */
export async function listTemplates(
  database: Database,
  { workspaceId, only, limit, cursor }: DefinitionFilter,
): Promise<ListPage<Template>> {
  let query = database
    .selectFrom('templates')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (only !== undefined) query = query.where('id', '=', only);
  if (cursor !== undefined) query = query.where('id', '<', decodeCursor(cursor).id);
  return toListPage(await query.execute(), limit, {
    show: rowToTemplate,
    cursorOf: (row) => ({ value: row.created_at, id: row.id }),
  });
}

/** Changes a template that nobody else has changed since it was read. Throws `conflict` where somebody has. */
export function reviseTemplate(
  database: Database,
  { workspaceId, templateId }: { workspaceId: string; templateId: string },
  { revision, change }: { revision: number; change: TemplateChange },
): Promise<Template | undefined> {
  return inTransaction(database, async (transaction) => {
    await lockRow(transaction, 'templates', templateId);
    const before = await findTemplate(transaction, workspaceId, templateId);
    if (before === undefined) return undefined;
    if (before.revision !== revision) {
      throw new Failure(
        'conflict',
        `The template was changed meanwhile: it is at revision ${before.revision}, your change was made on ${revision}. Load it again`,
      );
    }
    return updateTemplate(transaction, workspaceId, templateId, change);
  });
}
