import { type Field, parseFields } from '../extraction/field.ts';
import type { Database } from './database.ts';
import type { TemplateOptions } from './templates.ts';

/** What the engine needs of an unfinished file, with its template as it is at this moment. */
export type FileToExtract = {
  readonly name: string;
  readonly mediaType: string;
  readonly blobKey: string;
  /** Kept from the classification that the file came through. */
  readonly readingKey: string | undefined;
  readonly fields: readonly Field[];
  readonly options: TemplateOptions;
  readonly revision: number;
};

/** Undefined where the file is gone or finished. */
export async function findFileToExtract(
  database: Database,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<FileToExtract | undefined> {
  const row = await database
    .selectFrom('files')
    .innerJoin('batches', 'batches.id', 'files.batch_id')
    .innerJoin('templates', 'templates.id', 'batches.owner_id')
    .select([
      'files.name',
      'files.media_type',
      'files.blob_key',
      'files.reading_key',
      'templates.fields',
      'templates.options',
      'templates.revision',
    ])
    .where('files.id', '=', fileId)
    .where('files.workspace_id', '=', workspaceId)
    .where('files.state', '=', 'waiting')
    .where('batches.owner_kind', '=', 'template')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    name: row.name,
    mediaType: row.media_type,
    blobKey: row.blob_key,
    readingKey: row.reading_key ?? undefined,
    fields: parseFields(JSON.parse(row.fields)),
    options: JSON.parse(row.options),
    revision: row.revision,
  };
}
