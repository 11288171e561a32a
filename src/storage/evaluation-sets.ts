import { deleteBatches } from './batches.ts';
import { chunked } from './chunked.ts';
import type { ClassificationKey } from './classification-versions.ts';
import { type Database, inTransaction } from './database.ts';
import { enqueueCheck } from './enqueue-check.ts';
import { createId } from './ids.ts';
import { evaluationSetLimits } from './labelled-files.ts';
import type { EvaluationSetRow } from './learning-rows.ts';

/** Files with their right types, to see how right a version answers. */
export type EvaluationSet = {
  readonly id: string;
  readonly classificationId: string;
  readonly name: string;
  /** `corrections`: all files of the classification that people decided on, as they are when it is evaluated. */
  readonly source: EvaluationSetRow['source'];
  readonly files: number;
  /** Of the uploaded ones: not read yet. */
  readonly waiting: number;
  readonly createdAt: number;
};

type SetKey = { readonly workspaceId: string; readonly setId: string };

/** One file of a set; without a reading it could not be read. */
export type SetFile = { readonly fileId: string; readonly documentType: string };

export function createEvaluationSet(
  database: Database,
  { workspaceId, classificationId }: ClassificationKey,
  { name, source }: Pick<EvaluationSet, 'name' | 'source'>,
): Promise<string> {
  const now = Date.now();
  const id = createId(now);
  return inTransaction(database, async (transaction) => {
    await transaction
      .insertInto('evaluation_sets')
      .values({
        id,
        workspace_id: workspaceId,
        classification_id: classificationId,
        name,
        source,
        batch_id: null,
        created_at: now,
      })
      .execute();
    await enqueueCheck(transaction, { workspaceId, classificationId });
    return id;
  });
}

/** Newest first. There are few: each is made by hand. */
export async function listEvaluationSets(
  database: Database,
  { workspaceId, classificationId }: { workspaceId: string; classificationId?: string | undefined },
): Promise<EvaluationSet[]> {
  let query = selectSets(database, workspaceId).orderBy('evaluation_sets.id', 'desc');
  if (classificationId !== undefined) {
    query = query.where('evaluation_sets.classification_id', '=', classificationId);
  }
  return (await query.execute()).map(rowToSet);
}

export async function findEvaluationSet(
  database: Database,
  { workspaceId, setId }: SetKey,
): Promise<EvaluationSet | undefined> {
  const row = await selectSets(database, workspaceId)
    .where('evaluation_sets.id', '=', setId)
    .executeTakeFirst();
  return row && rowToSet(row);
}

/** The newest set of a classification guards it: what answers worse on it is not taken silently. */
export async function findGuard(
  database: Database,
  { workspaceId, classificationId }: ClassificationKey,
): Promise<EvaluationSet | undefined> {
  const row = await selectSets(database, workspaceId)
    .where('evaluation_sets.classification_id', '=', classificationId)
    .orderBy('evaluation_sets.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && rowToSet(row);
}

/** With its files and evaluations. Returns the blobs to delete after the commit; undefined where there is none. */
export function deleteEvaluationSet(
  database: Database,
  { workspaceId, setId }: SetKey,
): Promise<{ blobKeys: string[] } | undefined> {
  return inTransaction(database, async (transaction) => {
    const set = await transaction
      .deleteFrom('evaluation_sets')
      .where('id', '=', setId)
      .where('workspace_id', '=', workspaceId)
      .returning('batch_id')
      .executeTakeFirst();
    if (set === undefined) return undefined;
    const batchIds = set.batch_id === null ? [] : [set.batch_id];
    return { blobKeys: await deleteBatches(transaction, workspaceId, batchIds) };
  });
}

/** Those that are read, or could not be; the newest first. */
export async function findSetFiles(
  database: Database,
  workspaceId: string,
  set: Pick<EvaluationSet, 'id' | 'classificationId' | 'source'>,
  limit = evaluationSetLimits.filesMax,
): Promise<SetFile[]> {
  const rows =
    set.source === 'upload'
      ? await database
          .selectFrom('labelled_files')
          .innerJoin('files', 'files.id', 'labelled_files.file_id')
          .select(['labelled_files.file_id', 'labelled_files.document_type'])
          .where('labelled_files.classification_id', '=', set.classificationId)
          .where('labelled_files.set_id', '=', set.id)
          .where('labelled_files.workspace_id', '=', workspaceId)
          .where('files.state', '<>', 'waiting')
          .orderBy('labelled_files.file_id', 'desc')
          .limit(limit)
          .execute()
      : await database
          .selectFrom('corrections')
          .select(['file_id', 'document_type'])
          .where('classification_id', '=', set.classificationId)
          .where('workspace_id', '=', workspaceId)
          .orderBy('created_at', 'desc')
          .orderBy('file_id', 'desc')
          .limit(limit)
          .execute();
  return rows.map((row) => ({ fileId: row.file_id, documentType: row.document_type }));
}

/** What a classifier needs of files to answer them again, by id. Without a reading they could not be read. */
export async function findReadings(
  database: Database,
  workspaceId: string,
  fileIds: readonly string[],
): Promise<ReadonlyMap<string, { name: string; sha256: string; readingKey: string | undefined }>> {
  const found = new Map<string, { name: string; sha256: string; readingKey: string | undefined }>();
  for (const ids of chunked(fileIds)) {
    const rows = await database
      .selectFrom('files')
      .select(['id', 'name', 'sha256', 'reading_key'])
      .where('id', 'in', ids)
      .where('workspace_id', '=', workspaceId)
      .execute();
    for (const { id, name, sha256, reading_key } of rows) {
      found.set(id, { name, sha256, readingKey: reading_key ?? undefined });
    }
  }
  return found;
}

function selectSets(database: Database, workspaceId: string) {
  return database
    .selectFrom('evaluation_sets')
    .selectAll('evaluation_sets')
    .select((select) => [
      select
        .selectFrom('labelled_files')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('labelled_files.set_id', '=', 'evaluation_sets.id')
        .whereRef('labelled_files.classification_id', '=', 'evaluation_sets.classification_id')
        .as('uploaded'),
      select
        .selectFrom('files')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('files.batch_id', '=', 'evaluation_sets.batch_id')
        .where('files.state', '=', 'waiting')
        .as('waiting'),
      select
        .selectFrom('corrections')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('corrections.classification_id', '=', 'evaluation_sets.classification_id')
        .whereRef('corrections.workspace_id', '=', 'evaluation_sets.workspace_id')
        .as('corrected'),
    ])
    .where('evaluation_sets.workspace_id', '=', workspaceId);
}

function rowToSet(
  row: EvaluationSetRow & { uploaded: number | null; waiting: number | null; corrected: number | null },
): EvaluationSet {
  return {
    id: row.id,
    classificationId: row.classification_id,
    name: row.name,
    source: row.source,
    files: Number(row.source === 'upload' ? row.uploaded : row.corrected),
    waiting: Number(row.waiting),
    createdAt: row.created_at,
  };
}
