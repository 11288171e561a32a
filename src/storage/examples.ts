import type { Database } from './database.ts';

/** A document whose type a person named. */
export type StoredExample = {
  /** The blob of its kept reading. */
  readonly readingKey: string;
  readonly documentType: string;
};

/** Each is compared with every document: 300 take about 3 ms. The newest count. */
const examplesMax = 300;

/** What people taught a classification by confirming and correcting; types that it no longer has are left out. */
export async function findExamples(
  database: Database,
  { workspaceId, classificationId }: { workspaceId: string; classificationId: string },
  documentTypes: readonly string[],
): Promise<StoredExample[]> {
  const rows = await database
    .selectFrom('corrections')
    .select(['reading_key', 'document_type'])
    .where('workspace_id', '=', workspaceId)
    .where('classification_id', '=', classificationId)
    .where('document_type', 'in', [...documentTypes])
    .orderBy('created_at', 'desc')
    .orderBy('file_id', 'desc')
    .limit(examplesMax)
    .execute();
  return rows.map((row) => ({ readingKey: row.reading_key, documentType: row.document_type }));
}
