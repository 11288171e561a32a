import type { ExtractedDocument, PlainResult } from '../extraction/extracted.ts';
import type { Database } from './database.ts';
import type { FileState } from './schema.ts';

/** A file with what a template's fields found in it, as light as a list needs it. */
export type FileWithExtraction = {
  readonly id: string;
  readonly name: string;
  readonly state: FileState;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** Absent unless the file is `processed`. */
  readonly result: PlainResult | undefined;
};

type BatchKey = { readonly workspaceId: string; readonly batchId: string };

/** In the order of their upload. With an event: only the files that it tells of. */
export async function extractionsOfBatch(
  database: Database,
  { eventId, ...key }: BatchKey & { readonly eventId?: string },
): Promise<FileWithExtraction[]> {
  let query = selectFiles(database, key).orderBy('files.position');
  if (eventId !== undefined) query = query.where('files.event_id', '=', eventId);
  return (await query.execute()).map(rowToFile);
}

/** Undefined where the file is not in this batch. */
export async function extractionOfFile(
  database: Database,
  { fileId, ...key }: BatchKey & { readonly fileId: string },
): Promise<FileWithExtraction | undefined> {
  const row = await selectFiles(database, key).where('files.id', '=', fileId).executeTakeFirst();
  return row && rowToFile(row);
}

/** The values with their evidence; undefined until the file is processed. */
export async function extractedOfFile(
  database: Database,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<{ readonly extracted: ExtractedDocument; readonly revision: number } | undefined> {
  const row = await database
    .selectFrom('extractions')
    .select(['extracted', 'revision'])
    .where('file_id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row && { extracted: JSON.parse(row.extracted), revision: row.revision };
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
