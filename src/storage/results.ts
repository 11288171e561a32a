import type { Evidence, Ranked } from '../classification/answer.ts';
import type { Database } from './database.ts';
import type { FileState } from './file-rows.ts';
import { createId } from './ids.ts';

/** What was found in one segment of a file. */
export type Result = {
  readonly documentType: string;
  readonly confidence: number;
  readonly needsReview: boolean;
  readonly pageFrom: number;
  readonly pageTo: number;
  /** Of the classification that answered. */
  readonly revision: number;
};

export type ResultWithEvidence = Result & {
  /** Of the classification that answered; absent where versions were not kept yet. */
  readonly version?: number;
  readonly ranking: readonly Ranked[];
  readonly evidence: readonly Evidence[];
  readonly borrowed: readonly string[];
};

/** A file with its answer, as light as a list of thousands needs it. */
export type FileWithResult = {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly blobKey: string;
  readonly state: FileState;
  readonly pageCount: number;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** Absent unless the file is `processed`. */
  readonly result: Result | undefined;
  /** Where its type links a template: the file that it became there. */
  readonly extraction: LinkedFile | undefined;
};

export type LinkedFile = {
  readonly extractionId: string;
  readonly batchId: string;
  readonly fileId: string;
};

/** The whole file is segment 0, the only one so far. */
const wholeFile = 0;

type BatchKey = { readonly workspaceId: string; readonly batchId: string };

export async function saveResult(
  database: Database,
  { workspaceId, fileId, result }: { workspaceId: string; fileId: string; result: ResultWithEvidence },
): Promise<void> {
  const now = Date.now();
  await database
    .insertInto('results')
    .values((select) => ({
      id: createId(now),
      workspace_id: workspaceId,
      file_id: fileId,
      batch_id: select.selectFrom('files').select('batch_id').where('id', '=', fileId).$asScalar(),
      segment: wholeFile,
      page_from: result.pageFrom,
      page_to: result.pageTo,
      document_type: result.documentType,
      confidence: result.confidence,
      needs_review: result.needsReview ? 1 : 0,
      ranking: JSON.stringify(result.ranking),
      evidence: JSON.stringify(result.evidence),
      borrowed: JSON.stringify(result.borrowed),
      revision: result.revision,
      version: result.version ?? null,
      created_at: now,
    }))
    .execute();
}

/**
 * In the order of their upload; with an event, only the files that it tells of. Without ranking and
 * evidence: most of a result's bytes, and nobody lists them.
 */
export async function resultsOfBatch(
  database: Database,
  { eventId, ...key }: BatchKey & { readonly eventId?: string },
): Promise<FileWithResult[]> {
  let query = selectFilesWithResults(database, key).orderBy('files.position');
  if (eventId !== undefined) query = query.where('files.event_id', '=', eventId);
  return (await query.execute()).map(rowToFileWithResult);
}

/** Files a page: read in 16 ms, held for as long as it takes to send them. */
const pageSize = 1000;

/** The same in pages, the first of them also where there is nothing: a batch of 100,000 is never whole in memory. */
export async function* resultPagesOfBatch(
  database: Database,
  key: BatchKey,
): AsyncGenerator<FileWithResult[], void> {
  for (let after = -1; ; ) {
    const rows = await selectFilesWithResults(database, key)
      .select('files.position')
      .where('files.position', '>', after)
      .orderBy('files.position')
      .limit(pageSize)
      .execute();
    yield rows.map(rowToFileWithResult);
    if (rows.length < pageSize) return;
    after = rows.at(-1)!.position;
  }
}

/** Undefined where the file is not in this batch. */
export async function resultOfFile(
  database: Database,
  { fileId, ...key }: BatchKey & { readonly fileId: string },
): Promise<FileWithResult | undefined> {
  const row = await selectFilesWithResults(database, key).where('files.id', '=', fileId).executeTakeFirst();
  return row && rowToFileWithResult(row);
}

/** Why the file was answered as it was; undefined until it is processed. */
export async function evidenceOfFile(
  database: Database,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<ResultWithEvidence | undefined> {
  const row = await database
    .selectFrom('results')
    .selectAll()
    .where('file_id', '=', fileId)
    .where('segment', '=', wholeFile)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    documentType: row.document_type,
    confidence: row.confidence,
    needsReview: row.needs_review === 1,
    pageFrom: row.page_from,
    pageTo: row.page_to,
    revision: row.revision,
    ...(row.version !== null && { version: row.version }),
    ranking: JSON.parse(row.ranking),
    evidence: JSON.parse(row.evidence),
    borrowed: JSON.parse(row.borrowed),
  };
}

function selectFilesWithResults(database: Database, { workspaceId, batchId }: BatchKey) {
  return database
    .selectFrom('files')
    .leftJoin('results', (join) =>
      join.onRef('results.file_id', '=', 'files.id').on('results.segment', '=', wholeFile),
    )
    .leftJoin('linked_files', 'linked_files.source_file_id', 'files.id')
    .select([
      'files.id',
      'files.name',
      'files.media_type',
      'files.blob_key',
      'files.state',
      'files.page_count',
      'files.error_code',
      'files.error_message',
      'results.document_type',
      'results.confidence',
      'results.needs_review',
      'results.page_from',
      'results.page_to',
      'results.revision',
      'linked_files.template_id',
      'linked_files.batch_id as linked_batch_id',
      'linked_files.file_id as linked_file_id',
    ])
    .where('files.batch_id', '=', batchId)
    .where('files.workspace_id', '=', workspaceId);
}

type FileWithResultRow = Awaited<
  ReturnType<ReturnType<typeof selectFilesWithResults>['executeTakeFirstOrThrow']>
>;

function rowToFileWithResult(row: FileWithResultRow): FileWithResult {
  return {
    id: row.id,
    name: row.name,
    mediaType: row.media_type,
    blobKey: row.blob_key,
    state: row.state,
    pageCount: row.page_count,
    error: row.error_code === null ? undefined : { code: row.error_code, message: row.error_message ?? '' },
    result:
      row.document_type === null
        ? undefined
        : {
            documentType: row.document_type,
            confidence: row.confidence!,
            needsReview: row.needs_review === 1,
            pageFrom: row.page_from!,
            pageTo: row.page_to!,
            revision: row.revision!,
          },
    extraction:
      row.template_id === null
        ? undefined
        : {
            extractionId: row.template_id,
            batchId: row.linked_batch_id!,
            fileId: row.linked_file_id!,
          },
  };
}
