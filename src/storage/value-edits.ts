import { Failure } from '../errors.ts';
import { editValue, type ValueAtPath, writtenValue } from '../extraction/edit-values.ts';
import { type ExtractedValue, listValues } from '../extraction/extracted.ts';
import { parseFields } from '../extraction/field.ts';
import { type Database, inTransaction } from './database.ts';
import { createId } from './ids.ts';
import { type EventName, enqueueEvent } from './webhook-deliveries.ts';

/** A value that a person wrote, and what was found before. */
export type ValueEdit = {
  readonly path: string;
  readonly previous: ExtractedValue | undefined;
  readonly by: string;
  readonly at: number;
};

/** What people did to the values of a file. */
export type ByHand = {
  readonly edits: readonly ValueEdit[];
  readonly confirmed: { readonly by: string; readonly at: number } | undefined;
};

export type Person = { readonly id: string; readonly name: string };

type FileKey = { readonly workspaceId: string; readonly fileId: string };

/**
 * Writes values into what was extracted, so that every reader of the results gets them, and tells webhooks.
 * What was found first is kept beside each. False where the file is not there or not processed; throws where
 * it has no such field.
 */
export function editValues(
  database: Database,
  key: FileKey,
  { values, by }: { values: readonly { path: string; text: string }[]; by: Person },
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const found = await findExtraction(transaction, key);
    if (found === undefined) return false;
    const before = new Map(listValues(found.extraction.extracted));
    const rows = values.map(({ path }) => ({
      file_id: key.fileId,
      path,
      workspace_id: key.workspaceId,
      previous: before.has(path) ? JSON.stringify(before.get(path)) : null,
      api_key_id: by.id,
      api_key_name: by.name,
      created_at: Date.now(),
    }));
    await transaction
      .insertInto('value_edits')
      .values(rows)
      // What was found first stays, however often the value is written.
      .onConflict((conflict) =>
        conflict.columns(['file_id', 'path']).doUpdateSet((excluded) => ({
          api_key_id: excluded.ref('excluded.api_key_id'),
          api_key_name: excluded.ref('excluded.api_key_name'),
          created_at: excluded.ref('excluded.created_at'),
        })),
      )
      .execute();
    const edits = values.map(({ path, text }) => ({ path, value: writtenValue(text) }));
    await storeEdits(transaction, key, found, edits);
    return true;
  });
}

/** The values are again what was found. False where no person wrote any. */
export function withdrawValueEdits(database: Database, key: FileKey): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const found = await findExtraction(transaction, key);
    if (found === undefined) return false;
    const removed = await transaction
      .deleteFrom('value_edits')
      .where('file_id', '=', key.fileId)
      .where('workspace_id', '=', key.workspaceId)
      .returning(['path', 'previous'])
      .execute();
    if (removed.length === 0) return false;
    // Rows in their order: one that is missing can only be added after the one before it.
    const edits = removed
      .toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }))
      .map(({ path, previous }) => ({ path, value: parseValue(previous) }));
    await storeEdits(transaction, key, found, edits);
    return true;
  });
}

/** A person says that all values of the file are right; webhooks are told. False where there is no such file. */
export function confirmValues(database: Database, key: FileKey, by: Person): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const found = await findExtraction(transaction, key);
    if (found === undefined) return false;
    await forgetConfirmation(transaction, key);
    await transaction
      .insertInto('value_confirmations')
      .values({
        file_id: key.fileId,
        workspace_id: key.workspaceId,
        api_key_id: by.id,
        api_key_name: by.name,
        created_at: Date.now(),
      })
      .execute();
    await tell(transaction, key, found.batchId, 'extraction.confirmed');
    return true;
  });
}

/** False where nobody had confirmed. */
export function withdrawConfirmation(database: Database, key: FileKey): Promise<boolean> {
  return forgetConfirmation(database, key);
}

export async function findByHand(database: Database, { workspaceId, fileId }: FileKey): Promise<ByHand> {
  const edits = await database
    .selectFrom('value_edits')
    .select(['path', 'previous', 'api_key_name', 'created_at'])
    .where('file_id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .orderBy('path')
    .execute();
  const confirmed = await database
    .selectFrom('value_confirmations')
    .select(['api_key_name', 'created_at'])
    .where('file_id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return {
    edits: edits.map(({ path, previous, api_key_name: by, created_at: at }) => ({
      path,
      previous: parseValue(previous),
      by,
      at,
    })),
    confirmed: confirmed && { by: confirmed.api_key_name, at: confirmed.created_at },
  };
}

type Found = NonNullable<Awaited<ReturnType<typeof findExtraction>>>;

async function findExtraction(transaction: Database, { workspaceId, fileId }: FileKey) {
  const row = await transaction
    .selectFrom('extractions')
    .innerJoin('files', 'files.id', 'extractions.file_id')
    .innerJoin('batches', 'batches.id', 'files.batch_id')
    .innerJoin('templates', 'templates.id', 'batches.owner_id')
    .select(['extractions.result', 'extractions.extracted', 'files.batch_id', 'templates.fields'])
    .where('extractions.file_id', '=', fileId)
    .where('extractions.workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return (
    row && {
      batchId: row.batch_id,
      fields: parseFields(JSON.parse(row.fields)),
      extraction: { extracted: JSON.parse(row.extracted), result: JSON.parse(row.result) },
    }
  );
}

async function storeEdits(
  transaction: Database,
  key: FileKey,
  { batchId, fields, extraction }: Found,
  edits: readonly ValueAtPath[],
): Promise<void> {
  let edited = extraction;
  for (const edit of edits) {
    const next = editValue(edited, fields, edit);
    if (next === undefined) {
      throw new Failure('invalid_request', `There is no field "${edit.path.slice(0, 200)}" in this file`);
    }
    edited = next;
  }
  await transaction
    .updateTable('extractions')
    .set({ extracted: JSON.stringify(edited.extracted), result: JSON.stringify(edited.result) })
    .where('file_id', '=', key.fileId)
    .where('workspace_id', '=', key.workspaceId)
    .execute();
  // What was confirmed is not what stands there.
  await forgetConfirmation(transaction, key);
  await tell(transaction, key, batchId, 'extraction.edited');
}

async function forgetConfirmation(transaction: Database, { workspaceId, fileId }: FileKey): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('value_confirmations')
    .where('file_id', '=', fileId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function tell(
  transaction: Database,
  { workspaceId, fileId }: FileKey,
  batchId: string,
  event: EventName,
): Promise<void> {
  return enqueueEvent(transaction, {
    workspaceId,
    batchId,
    fileId,
    event,
    eventId: `msg_${createId().slice(1)}`,
  });
}

function parseValue(json: string | null): ExtractedValue | undefined {
  return json === null ? undefined : JSON.parse(json);
}
