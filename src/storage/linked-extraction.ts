import type { ExtractedDocument } from '../extraction/extracted.ts';
import type { Database } from './database.ts';
import type { FileState } from './file-rows.ts';
import { type ByHand, findByHand } from './value-edits.ts';

/** What the template that a file's type links to found in it. */
export type LinkedExtraction = {
  readonly templateId: string;
  readonly templateName: string;
  readonly batchId: string;
  readonly fileId: string;
  readonly state: FileState;
  /** Absent until it is processed. */
  readonly extracted: ExtractedDocument | undefined;
  readonly byHand: ByHand;
};

/** Undefined where the file's type links to no template. */
export async function findLinkedExtraction(
  database: Database,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<LinkedExtraction | undefined> {
  const row = await database
    .selectFrom('linked_files')
    .innerJoin('files', 'files.id', 'linked_files.file_id')
    .innerJoin('templates', 'templates.id', 'linked_files.template_id')
    .leftJoin('extractions', 'extractions.file_id', 'linked_files.file_id')
    .select([
      'linked_files.template_id',
      'templates.name',
      'linked_files.batch_id',
      'linked_files.file_id',
      'files.state',
      'extractions.extracted',
    ])
    .where('linked_files.source_file_id', '=', fileId)
    .where('linked_files.workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    templateId: row.template_id,
    templateName: row.name,
    batchId: row.batch_id,
    fileId: row.file_id,
    state: row.state,
    extracted: row.extracted === null ? undefined : JSON.parse(row.extracted),
    byHand: await findByHand(database, { workspaceId, fileId: row.file_id }),
  };
}
