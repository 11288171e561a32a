import { sql } from 'kysely';
import { chunked } from './chunked.ts';
import { addVersion, type ClassificationKey, type VersionKey } from './classification-versions.ts';
import type { Database } from './database.ts';
import type { LessonSource } from './learning-rows.ts';

/** A file whose type a person named, with what a classifier needs of it. */
export type Lesson = {
  readonly fileId: string;
  readonly documentType: string;
  /** The blob of its kept reading. */
  readonly readingKey: string;
  readonly sha256: string;
};

export type NewLesson = { readonly fileId: string; readonly documentType: string };

/** Each is compared with every document: 300 take about 3 ms. */
const lessonsMax = 300;

/**
 * What a classification learns from at a version; types that it does not have there are left out. The newest
 * of each type in turns: a thousand confirmed invoices must not push out the three examples of another type.
 */
export async function findLessons(
  database: Database,
  key: VersionKey,
  documentTypes: readonly string[],
): Promise<Lesson[]> {
  const rows = await database
    .selectFrom(
      inForce(database, key)
        .innerJoin('files', 'files.id', 'lessons.file_id')
        .select((select) => [
          'lessons.file_id',
          'lessons.document_type',
          'lessons.from_version',
          'files.reading_key',
          'files.sha256',
          select.fn
            .agg<number>('row_number')
            .over((over) =>
              over
                .partitionBy('lessons.document_type')
                .orderBy('lessons.from_version', 'desc')
                .orderBy('lessons.file_id', 'desc'),
            )
            .as('turn'),
        ])
        .where('lessons.document_type', 'in', [...documentTypes])
        .where('files.reading_key', 'is not', null)
        .as('ranked'),
    )
    .select(['file_id', 'document_type', 'reading_key', 'sha256'])
    .where('turn', '<=', lessonsMax)
    .orderBy('turn')
    .orderBy('from_version', 'desc')
    .orderBy('file_id', 'desc')
    .limit(lessonsMax)
    .execute();
  return rows.map((row) => ({
    fileId: row.file_id,
    documentType: row.document_type,
    readingKey: row.reading_key!,
    sha256: row.sha256,
  }));
}

/** Files teach these types from here on: a new version, unless they did so already. In the caller's transaction. */
export async function teach(
  transaction: Database,
  key: ClassificationKey,
  { lessons, source, by }: { lessons: readonly NewLesson[]; source: LessonSource; by: string },
): Promise<void> {
  const taught = new Map<string, string>();
  for (const part of chunked(lessons)) {
    const fileIds = part.map(({ fileId }) => fileId);
    for (const row of await selectCurrent(transaction, key, fileIds))
      taught.set(row.file_id, row.document_type);
  }
  const changed = lessons.filter(({ fileId, documentType }) => taught.get(fileId) !== documentType);
  if (changed.length === 0) return;
  const version = await addVersion(transaction, key, { cause: 'taught', amount: changed.length, by });
  for (const part of chunked(changed)) {
    await end(
      transaction,
      key,
      version,
      part.map(({ fileId }) => fileId),
    );
    await transaction
      .insertInto('lessons')
      .values(
        part.map(({ fileId, documentType }) => ({
          file_id: fileId,
          from_version: version,
          until_version: null,
          workspace_id: key.workspaceId,
          classification_id: key.classificationId,
          document_type: documentType,
          source,
        })),
      )
      .execute();
  }
}

/** Files teach nothing from here on: a new version, where they did. In the caller's transaction. */
export async function forget(
  transaction: Database,
  key: ClassificationKey,
  { fileIds, by }: { fileIds: readonly string[]; by?: string },
): Promise<void> {
  const taught = await selectCurrent(transaction, key, fileIds);
  if (taught.length === 0) return;
  const version = await addVersion(transaction, key, { cause: 'forgotten', amount: taught.length, by });
  await end(transaction, key, version, fileIds);
}

/** Files of a batch, or all, are about to be deleted, and their lessons with them: what answers then is a new version. */
export async function noteErasure(
  transaction: Database,
  workspaceId: string,
  { batchId, fileIds }: { readonly batchId: string; readonly fileIds?: readonly string[] },
): Promise<void> {
  let query = transaction
    .selectFrom('lessons')
    .innerJoin('files', 'files.id', 'lessons.file_id')
    .select((select) => ['lessons.classification_id', select.fn.countAll<number>().as('count')])
    .where('lessons.workspace_id', '=', workspaceId)
    .where('lessons.until_version', 'is', null)
    .where('files.batch_id', '=', batchId)
    .groupBy('lessons.classification_id');
  if (fileIds !== undefined) query = query.where('files.id', 'in', fileIds);
  for (const { classification_id: classificationId, count } of await query.execute()) {
    const key = { workspaceId, classificationId };
    await addVersion(transaction, key, { cause: 'forgotten', amount: Number(count) });
  }
}

/** Lessons by type at a version. */
export async function countLessons(
  database: Database,
  key: VersionKey,
): Promise<{ documentType: string; lessons: number }[]> {
  const rows = await inForce(database, key)
    .select((select) => ['lessons.document_type', select.fn.countAll<number>().as('count')])
    .groupBy('lessons.document_type')
    .orderBy('lessons.document_type')
    .execute();
  return rows.map((row) => ({ documentType: row.document_type, lessons: Number(row.count) }));
}

/** The lessons of one version that another does not have, or has of another type. */
export async function lessonsOnlyIn(
  database: Database,
  key: VersionKey,
  other: number,
  limit: number,
): Promise<{ fileId: string; name: string; documentType: string; source: LessonSource }[]> {
  const rows = await inForce(database, key)
    .innerJoin('files', 'files.id', 'lessons.file_id')
    .select(['lessons.file_id', 'files.name', 'lessons.document_type', 'lessons.source'])
    .where(({ not, exists }) =>
      not(
        exists(
          database
            .selectFrom('lessons as there')
            .select('there.file_id')
            .whereRef('there.file_id', '=', sql.ref('lessons.file_id'))
            .whereRef('there.document_type', '=', sql.ref('lessons.document_type'))
            .where('there.from_version', '<=', other)
            .where(({ or, eb }) =>
              or([eb('there.until_version', 'is', null), eb('there.until_version', '>', other)]),
            ),
        ),
      ),
    )
    .orderBy('lessons.from_version', 'desc')
    .orderBy('lessons.file_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    fileId: row.file_id,
    name: row.name,
    documentType: row.document_type,
    source: row.source,
  }));
}

/** Those of an earlier version teach again from `version` on, and no others. What was erased stays so. */
export async function restoreLessons(
  transaction: Database,
  { workspaceId, classificationId, version: past }: VersionKey,
  version: number,
): Promise<void> {
  const ofClassification = transaction
    .updateTable('lessons')
    .set({ until_version: version })
    .where('classification_id', '=', classificationId)
    .where('workspace_id', '=', workspaceId);
  await ofClassification.where('until_version', 'is', null).where('from_version', '>', past).execute();
  await transaction
    .insertInto('lessons')
    .columns(['file_id', 'from_version', 'workspace_id', 'classification_id', 'document_type', 'source'])
    .expression((select) =>
      select
        .selectFrom('lessons')
        .select([
          'file_id',
          sql<number>`cast(${version} as integer)`.as('from_version'),
          'workspace_id',
          'classification_id',
          'document_type',
          'source',
        ])
        .where('classification_id', '=', classificationId)
        .where('workspace_id', '=', workspaceId)
        .where('from_version', '<=', past)
        .where('until_version', '>', past),
    )
    .execute();
}

function inForce(database: Database, { workspaceId, classificationId, version }: VersionKey) {
  return database
    .selectFrom('lessons')
    .where('lessons.classification_id', '=', classificationId)
    .where('lessons.workspace_id', '=', workspaceId)
    .where('lessons.from_version', '<=', version)
    .where(({ or, eb }) =>
      or([eb('lessons.until_version', 'is', null), eb('lessons.until_version', '>', version)]),
    );
}

function selectCurrent(
  transaction: Database,
  { workspaceId, classificationId }: ClassificationKey,
  fileIds: readonly string[],
) {
  return transaction
    .selectFrom('lessons')
    .select(['file_id', 'document_type'])
    .where('file_id', 'in', fileIds)
    .where('classification_id', '=', classificationId)
    .where('workspace_id', '=', workspaceId)
    .where('until_version', 'is', null)
    .execute();
}

async function end(
  transaction: Database,
  { workspaceId, classificationId }: ClassificationKey,
  version: number,
  fileIds: readonly string[],
): Promise<void> {
  await transaction
    .updateTable('lessons')
    .set({ until_version: version })
    .where('file_id', 'in', fileIds)
    .where('classification_id', '=', classificationId)
    .where('workspace_id', '=', workspaceId)
    .where('until_version', 'is', null)
    .execute();
}
