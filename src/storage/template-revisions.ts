import type { Database } from './database.ts';
import type { Template } from './templates.ts';

export type TemplateRevision = Pick<Template, 'revision' | 'language' | 'options' | 'fields' | 'createdAt'>;

/** Newest first. A template that was never changed has no history. */
export async function listTemplateRevisions(
  database: Database,
  { workspaceId, templateId }: { workspaceId: string; templateId: string },
): Promise<TemplateRevision[]> {
  const rows = await database
    .selectFrom('template_revisions')
    .selectAll()
    .where('template_id', '=', templateId)
    .where('workspace_id', '=', workspaceId)
    .orderBy('revision', 'desc')
    .execute();
  return rows.map((row) => ({
    revision: row.revision,
    language: row.language,
    options: JSON.parse(row.options),
    fields: JSON.parse(row.fields),
    createdAt: row.created_at,
  }));
}

/** To be called before and after each change, in its transaction. */
export async function keepTemplateRevision(transaction: Database, template: Template): Promise<void> {
  await transaction
    .insertInto('template_revisions')
    .values({
      template_id: template.id,
      workspace_id: template.workspaceId,
      revision: template.revision,
      language: template.language,
      options: JSON.stringify(template.options),
      fields: JSON.stringify(template.fields),
      created_at: template.updatedAt,
    })
    .onConflict((conflict) => conflict.columns(['template_id', 'revision']).doNothing())
    .execute();
}
