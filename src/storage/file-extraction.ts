import type { ExtractedDocument } from '../extraction/extracted.ts';
import type { Database } from './database.ts';
import type { FileState } from './file-rows.ts';
import { type ByHand, findByHand } from './value-edits.ts';

/** What a template found in a file: the one that its type links to, or that it was uploaded to. */
export type FileExtraction = {
  readonly templateId: string;
  readonly templateName: string;
  readonly batchId: string;
  /** The file itself, or the one that the link made of it. */
  readonly fileId: string;
  readonly state: FileState;
  /** Absent until it is processed. */
  readonly extracted: ExtractedDocument | undefined;
  readonly byHand: ByHand;
};

/** Undefined where no template is asked about the file. */
export async function findExtraction(
  database: Database,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<FileExtraction | undefined> {
  const linked = await database
    .selectFrom('linked_files')
    .select('file_id')
    .where('source_file_id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  const row = await database
    .selectFrom('files')
    .innerJoin('batches', 'batches.id', 'files.batch_id')
    .innerJoin('templates', 'templates.id', 'batches.owner_id')
    .leftJoin('extractions', 'extractions.file_id', 'files.id')
    .select(['files.id', 'files.batch_id', 'files.state'])
    .select(['templates.id as template_id', 'templates.name', 'extractions.extracted'])
    .where('files.id', '=', linked?.file_id ?? fileId)
    .where('files.workspace_id', '=', workspaceId)
    .where('batches.owner_kind', '=', 'template')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    templateId: row.template_id,
    templateName: row.name,
    batchId: row.batch_id,
    fileId: row.id,
    state: row.state,
    extracted: row.extracted === null ? undefined : JSON.parse(row.extracted),
    byHand: await findByHand(database, { workspaceId, fileId: row.id }),
  };
}
