import { createBatch } from './batches.ts';
import type { Database } from './database.ts';
import { enqueueFiles } from './enqueue-files.ts';
import { createId } from './ids.ts';
import { lockBatches } from './row-locks.ts';

type ClassifiedFile = {
  readonly workspaceId: string;
  readonly fileId: string;
  readonly templateId: string;
};

/**
 * Makes a classified file a file of the template that its type links to: the same original, the same
 * reading, a row and a result of its own. To be called in the transaction that makes it `processed`.
 * One batch for each classification batch and template takes them. Nothing happens where the template is gone, or
 * retention took the original.
 */
export async function linkExtraction(
  transaction: Database,
  { workspaceId, fileId, templateId }: ClassifiedFile,
): Promise<void> {
  const source = await transaction
    .selectFrom('files')
    .selectAll()
    .where('id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  if (source.originals_deleted_at !== null) return;
  // One linked batch for each, and one file for each of its places.
  await lockBatches(transaction, workspaceId, [source.batch_id]);
  const batchId = await ensureLinkedBatch(transaction, {
    workspaceId,
    sourceBatchId: source.batch_id,
    templateId,
  });
  if (batchId === undefined) return;
  const now = Date.now();
  const copy = {
    ...source,
    id: createId(now),
    batch_id: batchId,
    position: await freePosition(transaction, { workspaceId, batchId, wanted: source.position }),
    state: 'waiting' as const,
    event_id: null,
    created_at: now,
    finished_at: null,
  };
  await transaction.insertInto('files').values(copy).execute();
  await transaction
    .insertInto('linked_files')
    .values({
      source_file_id: fileId,
      workspace_id: workspaceId,
      template_id: templateId,
      batch_id: batchId,
      file_id: copy.id,
    })
    .execute();
  await enqueueFiles(transaction, { workspaceId, batchId, fileIds: [copy.id], owner: 'template' });
}

/** The place that the file has among the classified ones, unless an upload to the linked batch itself took it. */
async function freePosition(
  transaction: Database,
  { workspaceId, batchId, wanted }: { workspaceId: string; batchId: string; wanted: number },
): Promise<number> {
  const ofBatch = transaction
    .selectFrom('files')
    .where('batch_id', '=', batchId)
    .where('workspace_id', '=', workspaceId);
  const taken = await ofBatch.select('id').where('position', '=', wanted).executeTakeFirst();
  if (taken === undefined) return wanted;
  const { last } = await ofBatch
    .select((select) => select.fn.max('position').as('last'))
    .executeTakeFirstOrThrow();
  return Number(last) + 1;
}

async function ensureLinkedBatch(
  transaction: Database,
  key: { readonly workspaceId: string; readonly sourceBatchId: string; readonly templateId: string },
): Promise<string | undefined> {
  const { workspaceId, sourceBatchId, templateId } = key;
  const known = await transaction
    .selectFrom('linked_batches')
    .select('batch_id')
    .where('source_batch_id', '=', sourceBatchId)
    .where('template_id', '=', templateId)
    .executeTakeFirst();
  if (known !== undefined) return known.batch_id;
  const template = await transaction
    .selectFrom('templates')
    .select('id')
    .where('id', '=', templateId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (template === undefined) return undefined;
  const { id } = await createBatch(transaction, { workspaceId, owner: { kind: 'template', id: templateId } });
  await transaction
    .insertInto('linked_batches')
    .values({
      source_batch_id: sourceBatchId,
      template_id: templateId,
      batch_id: id,
      workspace_id: workspaceId,
    })
    .execute();
  return id;
}
