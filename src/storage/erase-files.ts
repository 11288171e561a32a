import { chunked } from './chunked.ts';
import { type Database, inTransaction } from './database.ts';
import { deleteFiles } from './files.ts';
import { lockBatches } from './row-locks.ts';

/** One file with all that was made of it, or all files of the workspace with this content. */
export type ErasureSubject = { readonly fileId: string } | { readonly sha256: string };

export type Erased = {
  /** Ids of the files. */
  readonly deleted: readonly string[];
  readonly sha256: readonly string[];
  /** Rows that went with the files, by kind. */
  readonly counts: Readonly<Record<ErasedKind, number>>;
  /** To delete after the commit. */
  readonly blobKeys: readonly string[];
};

const tableOfKind = {
  results: 'results',
  extractions: 'extractions',
  corrections: 'corrections',
  valuesByHand: 'value_edits',
  lessons: 'lessons',
  labels: 'labelled_files',
  evaluationAnswers: 'evaluation_answers',
} as const;
export type ErasedKind = keyof typeof tableOfKind;
const kinds = Object.keys(tableOfKind) as ErasedKind[];

/** Removes the files, what they are linked with, and every row about them. Undefined where there is no such file. */
export function eraseFiles(
  database: Database,
  workspaceId: string,
  subject: ErasureSubject,
): Promise<Erased | undefined> {
  return inTransaction(database, async (transaction) => {
    const files = await findSubject(transaction, workspaceId, subject);
    if (files.length === 0) return undefined;
    const deleted = files.map((file) => file.id);
    const counts = await countRows(transaction, workspaceId, deleted);
    const byBatch = Map.groupBy(files, (file) => file.batch_id);
    await lockBatches(transaction, workspaceId, [...byBatch.keys()]);
    const blobKeys: string[] = [];
    for (const [batchId, ofBatch] of byBatch) {
      const fileIds = ofBatch.map((file) => file.id);
      blobKeys.push(...(await deleteFiles(transaction, { workspaceId, batchId, fileIds })).blobKeys);
    }
    const sha256 = [...new Set(files.map((file) => file.sha256))];
    return { deleted, sha256, counts, blobKeys: [...new Set(blobKeys)] };
  });
}

type SubjectRow = { id: string; batch_id: string; sha256: string };

/** Linked files and the pages of a split PDF have the content of their original, and its blob while it is kept. */
async function findSubject(
  transaction: Database,
  workspaceId: string,
  subject: ErasureSubject,
): Promise<SubjectRow[]> {
  const files = transaction
    .selectFrom('files')
    .select(['id', 'batch_id', 'sha256'])
    .where('workspace_id', '=', workspaceId);
  if ('sha256' in subject) return files.where('sha256', '=', subject.sha256).execute();
  const { fileId } = subject;
  const file = await files.select('blob_key').where('id', '=', fileId).executeTakeFirst();
  if (file === undefined) return [];
  const links = await transaction
    .selectFrom('linked_files')
    .select(['source_file_id', 'file_id'])
    .where('workspace_id', '=', workspaceId)
    .where(({ or, eb }) => or([eb('source_file_id', '=', fileId), eb('file_id', '=', fileId)]))
    .execute();
  const ids = [fileId, ...links.flatMap((link) => [link.source_file_id, link.file_id])];
  return files
    .where(({ or, and, eb }) =>
      or([eb('id', 'in', ids), and([eb('blob_key', '=', file.blob_key), eb('blob_key', '!=', '')])]),
    )
    .execute();
}

async function countRows(
  transaction: Database,
  workspaceId: string,
  fileIds: readonly string[],
): Promise<Record<ErasedKind, number>> {
  const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<ErasedKind, number>;
  for (const ids of chunked(fileIds)) {
    for (const kind of kinds) {
      const { count } = await transaction
        .selectFrom(tableOfKind[kind])
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('file_id', 'in', ids)
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirstOrThrow();
      counts[kind] += Number(count);
    }
  }
  return counts;
}
