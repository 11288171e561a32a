/** What a bound key sees: the batches of its classification and of its template, and the files in them. */
import type { ExpressionBuilder } from 'kysely';
import { type ApiKey, isBound } from './api-key.ts';
import type { Owner } from './batches.ts';
import { chunked } from './chunked.ts';
import type { Database } from './database.ts';
import type { Tables } from './schema.ts';

/** Whether the key's binding, if it has one, lets it see the owner. */
export function seesOwner(key: ApiKey, { kind, id }: Owner): boolean {
  if (!isBound(key)) return true;
  return id === (kind === 'classification' ? key.classificationId : key.templateId);
}

/** Those of the batches that the key's binding lets it see. */
export async function visibleBatches(
  database: Database,
  key: ApiKey,
  batchIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const visible = new Set<string>();
  for (const ids of chunked(batchIds)) {
    const rows = await selectVisible(database, key).where('batches.id', 'in', ids).execute();
    for (const row of rows) visible.add(row.id);
  }
  return visible;
}

/** Those of the files that the key's binding lets it see. */
export async function visibleFiles(
  database: Database,
  key: ApiKey,
  fileIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const visible = new Set<string>();
  for (const ids of chunked(fileIds)) {
    const rows = await selectVisible(database, key)
      .innerJoin('files', 'files.batch_id', 'batches.id')
      .select('files.id as file_id')
      .where('files.id', 'in', ids)
      .execute();
    for (const row of rows) visible.add(row.file_id);
  }
  return visible;
}

/** What a template made of the classification's own files is seen with them. */
function selectVisible(database: Database, key: ApiKey) {
  return database
    .selectFrom('batches')
    .leftJoin('linked_batches', 'linked_batches.batch_id', 'batches.id')
    .leftJoin('batches as origins', 'origins.id', 'linked_batches.source_batch_id')
    .select('batches.id')
    .where('batches.workspace_id', '=', key.workspaceId)
    .where((where) =>
      where.or([
        ownedBy(where, 'batches', 'classification', key.classificationId),
        ownedBy(where, 'batches', 'template', key.templateId),
        ownedBy(where, 'origins', 'classification', key.classificationId),
      ]),
    );
}

type Joined = Tables & { origins: Tables['batches'] };

function ownedBy(
  where: ExpressionBuilder<Joined, 'batches' | 'origins'>,
  table: 'batches' | 'origins',
  kind: Owner['kind'],
  // No owner has the empty id.
  id = '',
) {
  return where.and([where(`${table}.owner_kind`, '=', kind), where(`${table}.owner_id`, '=', id)]);
}
