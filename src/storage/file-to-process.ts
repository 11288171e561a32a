import type { DocumentType } from '../classification/document-type.ts';
import type { ClassificationSettings } from './classifications.ts';
import type { Database } from './database.ts';

/** What the engine needs of an unfinished file, with its classification as it is at this moment. */
export type FileToProcess = {
  readonly name: string;
  readonly blobKey: string;
  readonly classificationId: string;
  readonly types: readonly DocumentType[];
  readonly settings: ClassificationSettings;
  readonly revision: number;
  readonly version: number;
};

/** Undefined where the file is gone or finished. */
export async function findFileToProcess(
  database: Database,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<FileToProcess | undefined> {
  const row = await database
    .selectFrom('files')
    .innerJoin('batches', 'batches.id', 'files.batch_id')
    .innerJoin('classifications', 'classifications.id', 'batches.owner_id')
    .select([
      'files.name',
      'files.blob_key',
      'classifications.id as classification_id',
      'classifications.document_types',
      'classifications.settings',
      'classifications.revision',
      'classifications.version',
    ])
    .where('files.id', '=', fileId)
    .where('files.workspace_id', '=', workspaceId)
    .where('files.state', '=', 'waiting')
    .where('batches.owner_kind', '=', 'classification')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    name: row.name,
    blobKey: row.blob_key,
    classificationId: row.classification_id,
    types: JSON.parse(row.document_types),
    settings: JSON.parse(row.settings),
    revision: row.revision,
    version: row.version,
  };
}
