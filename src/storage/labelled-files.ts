import { Failure } from '../errors.ts';
import { acceptUpload } from './accept-upload.ts';
import { chunked } from './chunked.ts';
import type { ClassificationKey } from './classification-versions.ts';
import { decodeCursor, type ListPage, toListPage } from './cursor.ts';
import { type Database, inTransaction } from './database.ts';
import { enqueueCheck } from './enqueue-check.ts';
import type { FileState } from './file-rows.ts';
import { deleteFiles, type NewFile } from './files.ts';

/** A file that was uploaded with its type: an example, or one of an evaluation set. */
export type LabelledFile = {
  readonly id: string;
  readonly documentType: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly pageCount: number;
  readonly state: FileState;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly by: string;
  readonly createdAt: number;
};

/** Where labelled files belong: to an evaluation set of the classification, or (without one) to its examples. */
export type LabelledOwner = ClassificationKey & { readonly setId: string | undefined };

export type LabelledLimits = { readonly filesMax: number; readonly bytesMax: number };

/** 300 are learned from at a time; the rest lets a person see and change what counts. */
export const exampleLimits: LabelledLimits = { filesMax: 1_000, bytesMax: 1_000_000_000 };
export const evaluationSetLimits: LabelledLimits = { filesMax: 10_000, bytesMax: 10_000_000_000 };

/** Files, labels and jobs in one transaction. The blobs must be durable before; wake the queue afterwards. */
export function addLabelledFiles(
  database: Database,
  owner: LabelledOwner,
  added: { readonly files: readonly NewFile[]; readonly documentType: string; readonly by: string },
): Promise<string[]> {
  const { workspaceId, classificationId, setId } = owner;
  return inTransaction(database, async (transaction) => {
    await requireRoom(transaction, owner, added.files);
    const { batchId, fileIds } = await acceptUpload(transaction, {
      workspaceId,
      owner: { kind: setId === undefined ? 'examples' : 'evaluation', id: classificationId },
      batchId: await findLabelledBatch(transaction, owner),
      files: added.files,
    });
    if (setId !== undefined) {
      await transaction
        .updateTable('evaluation_sets')
        .set({ batch_id: batchId })
        .where('id', '=', setId)
        .where('workspace_id', '=', workspaceId)
        .execute();
      await enqueueCheck(transaction, owner);
    }
    for (const part of chunked(fileIds)) {
      await transaction
        .insertInto('labelled_files')
        .values(
          part.map((fileId) => ({
            file_id: fileId,
            workspace_id: workspaceId,
            classification_id: classificationId,
            set_id: setId ?? null,
            document_type: added.documentType,
            by_name: added.by,
          })),
        )
        .execute();
    }
    return fileIds;
  });
}

/** Newest first. */
export async function listLabelledFiles(
  database: Database,
  owner: LabelledOwner,
  filter: { documentType?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<ListPage<LabelledFile>> {
  let query = ofOwner(database, owner)
    .select([
      'files.id',
      'files.name',
      'files.media_type',
      'files.bytes',
      'files.page_count',
      'files.state',
      'files.error_code',
      'files.error_message',
      'files.created_at',
      'labelled_files.document_type',
      'labelled_files.by_name',
    ])
    .orderBy('files.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.documentType !== undefined) {
    query = query.where('labelled_files.document_type', '=', filter.documentType);
  }
  if (filter.cursor !== undefined) query = query.where('files.id', '<', decodeCursor(filter.cursor).id);
  return toListPage(await query.execute(), filter.limit, {
    show: (row): LabelledFile => ({
      id: row.id,
      documentType: row.document_type,
      name: row.name,
      mediaType: row.media_type,
      bytes: row.bytes,
      pageCount: row.page_count,
      state: row.state,
      error: row.error_code === null ? undefined : { code: row.error_code, message: row.error_message ?? '' },
      by: row.by_name,
      createdAt: row.created_at,
    }),
    cursorOf: (row) => ({ value: row.created_at, id: row.id }),
  });
}

/** With its reading and all that was learned from it. Undefined where there is none; else blobs to delete after the commit. */
export function deleteLabelledFile(
  database: Database,
  owner: LabelledOwner,
  fileId: string,
): Promise<{ blobKeys: string[] } | undefined> {
  return inTransaction(database, async (transaction) => {
    const file = await ofOwner(transaction, owner)
      .select('files.batch_id')
      .where('files.id', '=', fileId)
      .executeTakeFirst();
    if (file === undefined) return undefined;
    const { workspaceId } = owner;
    return deleteFiles(transaction, { workspaceId, batchId: file.batch_id, fileIds: [fileId] });
  });
}

async function requireRoom(
  transaction: Database,
  owner: LabelledOwner,
  files: readonly NewFile[],
): Promise<void> {
  const { count, bytes } = await ofOwner(transaction, owner)
    .select((select) => [
      select.fn.countAll<number>().as('count'),
      select.fn.sum<number | null>('files.bytes').as('bytes'),
    ])
    .executeTakeFirstOrThrow();
  const { filesMax, bytesMax } = owner.setId === undefined ? exampleLimits : evaluationSetLimits;
  const what = owner.setId === undefined ? 'A classification has' : 'An evaluation set has';
  if (Number(count) + files.length > filesMax) {
    throw new Failure('too_large', `${what} ${filesMax} labelled files at most; delete some first`);
  }
  const added = files.reduce((sum, file) => sum + file.bytes, 0);
  if (Number(bytes ?? 0) + added > bytesMax) {
    throw new Failure(
      'too_large',
      `${what} ${bytesMax / 1e9} GB of labelled files at most; delete some first`,
    );
  }
}

/** One for all examples of a classification, one for each set; undefined before the first upload. */
async function findLabelledBatch(
  transaction: Database,
  { workspaceId, classificationId, setId }: LabelledOwner,
): Promise<string | undefined> {
  if (setId !== undefined) {
    const set = await transaction
      .selectFrom('evaluation_sets')
      .select('batch_id')
      .where('id', '=', setId)
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    return set.batch_id ?? undefined;
  }
  const batch = await transaction
    .selectFrom('batches')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('owner_kind', '=', 'examples')
    .where('owner_id', '=', classificationId)
    .executeTakeFirst();
  return batch?.id;
}

function ofOwner(database: Database, { workspaceId, classificationId, setId }: LabelledOwner) {
  return database
    .selectFrom('labelled_files')
    .innerJoin('files', 'files.id', 'labelled_files.file_id')
    .where('labelled_files.classification_id', '=', classificationId)
    .where('labelled_files.workspace_id', '=', workspaceId)
    .where('labelled_files.set_id', setId === undefined ? 'is' : '=', setId ?? null);
}
