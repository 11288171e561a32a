import type { Answer } from '../classification/answer.ts';
import { chunked } from './chunked.ts';
import { type Database, inTransaction } from './database.ts';
import { findLinkedTemplate, relinkExtraction } from './relink-extraction.ts';

/** An answered file that no person decided on. */
export type UndecidedFile = {
  readonly fileId: string;
  readonly name: string;
  readonly sha256: string;
  readonly readingKey: string;
  readonly documentType: string;
  readonly confidence: number;
};

/** The least sure first; of the given ids, where some are. */
export async function findUndecided(
  database: Database,
  { workspaceId, batchId }: { workspaceId: string; batchId: string },
  { fileIds, limit }: { fileIds?: readonly string[] | undefined; limit: number },
): Promise<UndecidedFile[]> {
  let query = database
    .selectFrom('results')
    .innerJoin('files', 'files.id', 'results.file_id')
    .leftJoin('corrections', 'corrections.file_id', 'results.file_id')
    .select([
      'files.id',
      'files.name',
      'files.sha256',
      'files.reading_key',
      'results.document_type',
      'results.confidence',
    ])
    .where('results.batch_id', '=', batchId)
    .where('results.workspace_id', '=', workspaceId)
    .where('results.segment', '=', 0)
    .where('files.reading_key', 'is not', null)
    .where('corrections.file_id', 'is', null)
    .orderBy('results.confidence')
    .orderBy('results.file_id')
    .limit(limit);
  if (fileIds !== undefined) query = query.where('results.file_id', 'in', fileIds);
  return (await query.execute()).map((row) => ({
    fileId: row.id,
    name: row.name,
    sha256: row.sha256,
    readingKey: row.reading_key!,
    documentType: row.document_type,
    confidence: row.confidence,
  }));
}

export type NewAnswers = {
  readonly workspaceId: string;
  readonly classificationId: string;
  readonly revision: number;
  readonly version: number;
  readonly answers: readonly { readonly fileId: string; readonly answer: Answer }[];
};

/**
 * Puts new answers in the place of old ones, all in one transaction. What a person decided meanwhile stays:
 * returns the ids of the others. Where the new type links another template, that one extracts; wake the queue.
 */
export function replaceAnswers(
  database: Database,
  { workspaceId, classificationId, revision, version, answers }: NewAnswers,
): Promise<string[]> {
  return inTransaction(database, async (transaction) => {
    const decided = new Set<string>();
    for (const part of chunked(answers)) {
      const rows = await transaction
        .selectFrom('corrections')
        .select('file_id')
        .where(
          'file_id',
          'in',
          part.map(({ fileId }) => fileId),
        )
        .where('workspace_id', '=', workspaceId)
        .execute();
      for (const row of rows) decided.add(row.file_id);
    }
    const replaced: string[] = [];
    for (const { fileId, answer } of answers) {
      if (decided.has(fileId)) continue;
      const { numUpdatedRows } = await transaction
        .updateTable('results')
        .set({
          document_type: answer.documentType,
          confidence: answer.confidence,
          needs_review: answer.needsReview ? 1 : 0,
          ranking: JSON.stringify(answer.ranking),
          evidence: JSON.stringify(answer.evidence),
          borrowed: JSON.stringify(answer.borrowed),
          revision,
          version,
          created_at: Date.now(),
        })
        .where('file_id', '=', fileId)
        .where('segment', '=', 0)
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) continue;
      const owner = { workspaceId, classificationId };
      const templateId = await findLinkedTemplate(transaction, owner, answer.documentType);
      await relinkExtraction(transaction, { workspaceId, fileId, templateId });
      replaced.push(fileId);
    }
    return replaced;
  });
}
