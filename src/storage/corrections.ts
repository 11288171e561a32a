import { chunked } from './chunked.ts';
import { decodeCursor, type ListPage, toListPage } from './cursor.ts';
import { type Database, inTransaction } from './database.ts';
import { forget, type NewLesson, teach } from './lessons.ts';
import { findLinkedTemplate, relinkExtraction } from './relink-extraction.ts';
import { lockBatchesOfFiles } from './row-locks.ts';

/** What a person said of a file's type. */
export type Correction = {
  readonly fileId: string;
  readonly classificationId: string;
  readonly readingKey: string;
  readonly predictedType: string;
  readonly predictedConfidence: number;
  readonly documentType: string;
  readonly by: string;
  readonly at: number;
};

export type NewCorrections = {
  readonly workspaceId: string;
  readonly fileIds: readonly string[];
  /** The right type of all of them; absent: the answer of each is right. */
  readonly documentType: string | undefined;
  readonly by: { readonly id: string; readonly name: string };
};

/**
 * Corrects or confirms the answers of processed files: the result says what the person said, with certainty,
 * asks for no review, and teaches. Where the new type links another template, that one extracts; wake the queue.
 * Returns the ids that were there and processed; others are left alone.
 */
export function correctFiles(
  database: Database,
  { workspaceId, fileIds, documentType, by }: NewCorrections,
): Promise<string[]> {
  return inTransaction(database, async (transaction) => {
    const corrected: string[] = [];
    const lessons: (NewLesson & { readonly classificationId: string })[] = [];
    await lockBatchesOfFiles(transaction, workspaceId, fileIds);
    for (const ids of chunked(fileIds)) {
      const files = await selectAnswered(transaction, workspaceId, ids);
      if (files.length === 0) continue;
      const now = Date.now();
      await transaction
        .insertInto('corrections')
        .values(
          files.map((file) => ({
            file_id: file.id,
            workspace_id: workspaceId,
            classification_id: file.owner_id,
            reading_key: file.reading_key!,
            predicted_type: file.document_type,
            predicted_confidence: file.confidence,
            document_type: documentType ?? file.document_type,
            revision: file.revision,
            api_key_id: by.id,
            api_key_name: by.name,
            created_at: now,
          })),
        )
        .onConflict((conflict) =>
          conflict.column('file_id').doUpdateSet((excluded) => ({
            document_type: excluded.ref('excluded.document_type'),
            api_key_id: excluded.ref('excluded.api_key_id'),
            api_key_name: excluded.ref('excluded.api_key_name'),
            created_at: excluded.ref('excluded.created_at'),
          })),
        )
        .execute();
      const found = files.map((file) => file.id);
      await transaction
        .updateTable('results')
        .set({
          confidence: 1,
          needs_review: 0,
          ...(documentType !== undefined && { document_type: documentType }),
        })
        .where('file_id', 'in', found)
        .where('segment', '=', 0)
        .where('workspace_id', '=', workspaceId)
        .execute();
      if (documentType !== undefined) await relinkFiles(transaction, workspaceId, files, documentType);
      corrected.push(...found);
      for (const file of files) {
        const { id: fileId, owner_id: classificationId, document_type: answered } = file;
        lessons.push({ fileId, classificationId, documentType: documentType ?? answered });
      }
    }
    for (const [classificationId, taught] of Map.groupBy(lessons, (lesson) => lesson.classificationId)) {
      const key = { workspaceId, classificationId };
      await teach(transaction, key, { lessons: taught, source: 'correction', by: by.name });
    }
    return corrected;
  });
}

/** Takes a correction back: the file has the answer that was predicted, asks for review, and teaches no more. False where there is none. */
export function withdrawCorrection(
  database: Database,
  { workspaceId, fileId, by }: { workspaceId: string; fileId: string; by: string },
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    await lockBatchesOfFiles(transaction, workspaceId, [fileId]);
    const removed = await transaction
      .deleteFrom('corrections')
      .where('file_id', '=', fileId)
      .where('workspace_id', '=', workspaceId)
      .returning(['predicted_type', 'predicted_confidence', 'classification_id'])
      .executeTakeFirst();
    if (removed === undefined) return false;
    await transaction
      .updateTable('results')
      .set({
        document_type: removed.predicted_type,
        confidence: removed.predicted_confidence,
        needs_review: 1,
      })
      .where('file_id', '=', fileId)
      .where('segment', '=', 0)
      .where('workspace_id', '=', workspaceId)
      .execute();
    const classificationId = removed.classification_id;
    await forget(transaction, { workspaceId, classificationId }, { fileIds: [fileId], by });
    const file = { id: fileId, owner_id: classificationId };
    await relinkFiles(transaction, workspaceId, [file], removed.predicted_type);
    return true;
  });
}

/** Newest first. */
export async function listCorrections(
  database: Database,
  filter: {
    workspaceId: string;
    classificationId?: string | undefined;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<ListPage<Correction>> {
  let query = database
    .selectFrom('corrections')
    .selectAll()
    .where('workspace_id', '=', filter.workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('file_id', 'desc')
    .limit(filter.limit + 1);
  if (filter.classificationId !== undefined) {
    query = query.where('classification_id', '=', filter.classificationId);
  }
  if (filter.cursor !== undefined) {
    const { value, id } = decodeCursor(filter.cursor);
    query = query.where(({ or, and, eb }) =>
      or([
        eb('created_at', '<', Number(value)),
        and([eb('created_at', '=', Number(value)), eb('file_id', '<', id)]),
      ]),
    );
  }
  return toListPage(await query.execute(), filter.limit, {
    show: (row): Correction => ({
      fileId: row.file_id,
      classificationId: row.classification_id,
      readingKey: row.reading_key,
      predictedType: row.predicted_type,
      predictedConfidence: row.predicted_confidence,
      documentType: row.document_type,
      by: row.api_key_name,
      at: row.created_at,
    }),
    cursorOf: (row) => ({ value: row.created_at, id: row.file_id }),
  });
}

/** Which classifications these files are answered by: a correction must name a type of each. */
export async function classificationsOfFiles(
  database: Database,
  workspaceId: string,
  fileIds: readonly string[],
): Promise<Set<string>> {
  const owners = new Set<string>();
  for (const ids of chunked(fileIds)) {
    for (const file of await selectAnswered(database, workspaceId, ids)) owners.add(file.owner_id);
  }
  return owners;
}

async function relinkFiles(
  transaction: Database,
  workspaceId: string,
  files: readonly { readonly id: string; readonly owner_id: string }[],
  documentType: string,
): Promise<void> {
  for (const [classificationId, owned] of Map.groupBy(files, (file) => file.owner_id)) {
    const key = { workspaceId, classificationId };
    const templateId = await findLinkedTemplate(transaction, key, documentType);
    for (const { id } of owned) await relinkExtraction(transaction, { workspaceId, fileId: id, templateId });
  }
}

function selectAnswered(database: Database, workspaceId: string, ids: readonly string[]) {
  return database
    .selectFrom('files')
    .innerJoin('batches', 'batches.id', 'files.batch_id')
    .innerJoin('results', (join) =>
      join.onRef('results.file_id', '=', 'files.id').on('results.segment', '=', 0),
    )
    .select([
      'files.id',
      'batches.owner_id',
      'files.reading_key',
      'results.document_type',
      'results.confidence',
      'results.revision',
    ])
    .where('files.id', 'in', ids)
    .where('files.workspace_id', '=', workspaceId)
    .where('files.reading_key', 'is not', null)
    .where('batches.owner_kind', '=', 'classification')
    .execute();
}
