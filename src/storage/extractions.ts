import type { ExtractedDocument, PlainResult } from '../extraction/extracted.ts';
import type { Database } from './database.ts';
import type { FileState } from './file-rows.ts';

/** A file with what a template's fields found in it, as light as a list needs it. */
export type FileWithExtraction = {
  readonly id: string;
  readonly name: string;
  readonly state: FileState;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** Absent unless the file is `processed`. */
  readonly result: PlainResult | undefined;
};

export type ExtractedFile = {
  readonly id: string;
  readonly name: string;
  readonly state: FileState;
  readonly batchId: string;
  readonly templateId: string;
  readonly templateName: string;
  readonly error: string | undefined;
  /** Of the template that answered. */
  readonly revision: number | undefined;
  readonly extracted: ExtractedDocument | undefined;
};

type BatchKey = { readonly workspaceId: string; readonly batchId: string };

export type ExtractionsFilter = BatchKey & { readonly eventId?: string; readonly fileId?: string };

/** In the order of their upload. With an event: only the files that it tells of. */
export async function extractionsOfBatch(
  database: Database,
  { eventId, fileId, ...key }: ExtractionsFilter,
): Promise<FileWithExtraction[]> {
  let query = inOrder(selectFiles(database, key));
  if (eventId !== undefined) query = query.where('files.event_id', '=', eventId);
  if (fileId !== undefined) query = query.where('files.id', '=', fileId);
  return (await query.execute()).map(rowToFile);
}

/** Files a page: with a table of line items in each, some megabytes. */
const pageSize = 500;

/** The same in pages, the first of them also where there is nothing: a batch of 100,000 is never whole in memory. */
export async function* extractionPagesOfBatch(
  database: Database,
  key: BatchKey,
): AsyncGenerator<FileWithExtraction[], void> {
  for (let last: { position: number; page: number } | undefined; ; ) {
    let query = inOrder(selectFiles(database, key)).select(['files.position', 'files.page']).limit(pageSize);
    if (last !== undefined) {
      // The first condition is for the index; a position has several files where each page is one.
      const { position, page } = last;
      query = query
        .where('files.position', '>=', position)
        .where((is) => is.or([is('files.position', '>', position), is('files.page', '>', page)]));
    }
    const rows = await query.execute();
    yield rows.map(rowToFile);
    if (rows.length < pageSize) return;
    last = rows.at(-1);
  }
}

/** What was found in these files, by their ids; those that are not processed have none. */
export async function plainResultsOf(
  database: Database,
  { workspaceId, fileIds }: { workspaceId: string; fileIds: readonly string[] },
): Promise<ReadonlyMap<string, PlainResult>> {
  if (fileIds.length === 0) return new Map();
  const rows = await database
    .selectFrom('extractions')
    .select(['file_id', 'result'])
    .where('workspace_id', '=', workspaceId)
    .where('file_id', 'in', fileIds)
    .execute();
  return new Map(rows.map((row) => [row.file_id, JSON.parse(row.result)]));
}

/** Undefined where the file is not in this batch. */
export async function extractionOfFile(
  database: Database,
  { fileId, ...key }: BatchKey & { readonly fileId: string },
): Promise<FileWithExtraction | undefined> {
  const row = await selectFiles(database, key).where('files.id', '=', fileId).executeTakeFirst();
  return row && rowToFile(row);
}

/** A file of a template with its values and their evidence; these are undefined until it is processed. */
export async function extractedFile(
  database: Database,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<ExtractedFile | undefined> {
  const row = await database
    .selectFrom('files')
    .innerJoin('batches', 'batches.id', 'files.batch_id')
    .innerJoin('templates', 'templates.id', 'batches.owner_id')
    .leftJoin('extractions', 'extractions.file_id', 'files.id')
    .select(['files.id', 'files.name', 'files.state', 'files.batch_id', 'batches.owner_id'])
    .select('templates.name as template_name')
    .select(['files.error_message', 'extractions.extracted', 'extractions.revision'])
    .where('files.id', '=', fileId)
    .where('files.workspace_id', '=', workspaceId)
    .where('batches.owner_kind', '=', 'template')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    batchId: row.batch_id,
    templateId: row.owner_id,
    templateName: row.template_name,
    error: row.error_message ?? undefined,
    revision: row.revision ?? undefined,
    extracted: row.extracted === null ? undefined : JSON.parse(row.extracted),
  };
}

function inOrder(query: ReturnType<typeof selectFiles>) {
  return query.orderBy('files.position').orderBy('files.page');
}

function selectFiles(database: Database, { workspaceId, batchId }: BatchKey) {
  return database
    .selectFrom('files')
    .leftJoin('extractions', 'extractions.file_id', 'files.id')
    .select([
      'files.id',
      'files.name',
      'files.state',
      'files.error_code',
      'files.error_message',
      'extractions.result',
    ])
    .where('files.batch_id', '=', batchId)
    .where('files.workspace_id', '=', workspaceId);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectFiles>['executeTakeFirstOrThrow']>>;

function rowToFile(row: Row): FileWithExtraction {
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    error: row.error_code === null ? undefined : { code: row.error_code, message: row.error_message ?? '' },
    result: row.result === null ? undefined : JSON.parse(row.result),
  };
}
