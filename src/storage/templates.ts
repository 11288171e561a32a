import { deleteBatches } from './batches.ts';
import { chunked } from './chunked.ts';
import { type Database, inTransaction } from './database.ts';
import { createId } from './ids.ts';
import { packRetention, type Retention, unpackRetention } from './retention.ts';
import { keepTemplateRevision } from './template-revisions.ts';
import type { TemplateRow } from './template-rows.ts';

export type Template = {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly language: string;
  readonly options: TemplateOptions;
  /** As they came: parseFields reads them. */
  readonly fields: readonly unknown[];
  readonly retention: Retention;
  /** Grows with each change. */
  readonly revision: number;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** As they came. */
export type TemplateOptions = Readonly<Record<string, unknown>>;

export type NewTemplate = Pick<
  Template,
  'workspaceId' | 'name' | 'description' | 'language' | 'options' | 'fields'
> & { readonly retention?: Retention | undefined };

/** Only what is given changes. */
export type TemplateChange = {
  readonly [Key in 'name' | 'description' | 'language' | 'options' | 'fields' | 'retention']?:
    | Template[Key]
    | undefined;
};

export async function createTemplate(database: Database, template: NewTemplate): Promise<Template> {
  const now = Date.now();
  const row: TemplateRow = {
    id: createId(now),
    workspace_id: template.workspaceId,
    name: template.name,
    description: template.description ?? null,
    language: template.language,
    options: JSON.stringify(template.options),
    fields: JSON.stringify(template.fields),
    retention: packRetention(template.retention ?? {}),
    revision: 1,
    created_at: now,
    updated_at: now,
  };
  return inTransaction(database, async (transaction) => {
    await transaction.insertInto('templates').values(row).execute();
    return rowToTemplate(row);
  });
}

export async function findTemplate(
  database: Database,
  workspaceId: string,
  id: string,
): Promise<Template | undefined> {
  const row = await database
    .selectFrom('templates')
    .selectAll()
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row && rowToTemplate(row);
}

/** Those of the ids that are templates of the workspace. */
export async function findTemplateIds(
  database: Database,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const part of chunked(ids)) {
    const rows = await database
      .selectFrom('templates')
      .select('id')
      .where('id', 'in', part)
      .where('workspace_id', '=', workspaceId)
      .execute();
    for (const { id } of rows) found.add(id);
  }
  return found;
}

/** Keeps what it was. Undefined where there is no such template. */
export function updateTemplate(
  database: Database,
  workspaceId: string,
  id: string,
  change: TemplateChange,
): Promise<Template | undefined> {
  return inTransaction(database, async (transaction) => {
    const before = await findTemplate(transaction, workspaceId, id);
    if (before === undefined) return undefined;
    await keepTemplateRevision(transaction, before);
    const after = await changeTemplate(transaction, before, change);
    await keepTemplateRevision(transaction, after);
    return after;
  });
}

async function changeTemplate(
  transaction: Database,
  { workspaceId, id }: Template,
  { name, description, language, options, fields, retention }: TemplateChange,
): Promise<Template> {
  const row = await transaction
    .updateTable('templates')
    .set((column) => ({
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(language !== undefined && { language }),
      ...(options !== undefined && { options: JSON.stringify(options) }),
      ...(fields !== undefined && { fields: JSON.stringify(fields) }),
      ...(retention !== undefined && { retention: packRetention(retention) }),
      ...((options ?? fields ?? language) !== undefined && { revision: column('revision', '+', 1) }),
      updated_at: Date.now(),
    }))
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return rowToTemplate(row);
}

/**
 * Removes the template with its batches, files, results and jobs. Classified files that it extracted stay
 * with their classification. Undefined where there is no such template.
 */
export function deleteTemplate(
  database: Database,
  workspaceId: string,
  id: string,
): Promise<{ blobKeys: string[] } | undefined> {
  return inTransaction(database, async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('templates')
      .where('id', '=', id)
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return undefined;
    const batches = await transaction
      .selectFrom('batches')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('owner_kind', '=', 'template')
      .where('owner_id', '=', id)
      .execute();
    const ids = batches.map((batch) => batch.id);
    return { blobKeys: await deleteBatches(transaction, workspaceId, ids) };
  });
}

export function rowToTemplate(row: TemplateRow): Template {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    description: row.description ?? undefined,
    language: row.language,
    options: JSON.parse(row.options),
    fields: JSON.parse(row.fields),
    retention: unpackRetention(row.retention),
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
