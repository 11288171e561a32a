import type { Database } from './database.ts';
import { type ExtractedFile, extractedFile } from './extractions.ts';
import { type ByHand, findByHand } from './value-edits.ts';

/** What a template found in a file: the one that its type links to, or that it was uploaded to. */
export type FileExtraction = Pick<
  ExtractedFile,
  'templateId' | 'templateName' | 'batchId' | 'state' | 'extracted'
> & {
  /** The file itself, or the one that the link made of it. */
  readonly fileId: string;
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
  const key = { workspaceId, fileId: linked?.file_id ?? fileId };
  const file = await extractedFile(database, key);
  if (file === undefined) return undefined;
  const { templateId, templateName, batchId, state, extracted } = file;
  const byHand = await findByHand(database, key);
  return { templateId, templateName, batchId, fileId: key.fileId, state, extracted, byHand };
}
