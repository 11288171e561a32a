import { findBatchOwner } from '../storage/batches.ts';
import type { Database } from '../storage/database.ts';
import { type ExtractionsFilter, extractionsOfBatch } from '../storage/extractions.ts';
import { type Result, resultsOfBatch } from '../storage/results.ts';
import type { DueDelivery } from '../storage/webhook-attempts.ts';

/** How files are shown to receivers. */
export type Presentation = {
  /** A link that opens a file without a header. */
  readonly fileUrl: (file: {
    readonly workspaceId: string;
    readonly fileId: string;
    readonly name: string;
  }) => string;
  readonly lowerCaseTypes: boolean;
};

/**
 * The `result` of an event: one entry for each file that it tells of, made when it is sent, so that the log
 * holds no documents' contents and links are fresh. Undefined where the files were deleted since.
 */
export async function eventResult(
  database: Database,
  { workspaceId, batchId, fileId, event, eventId }: Omit<DueDelivery, 'id'>,
  presentation: Presentation,
): Promise<readonly object[] | undefined> {
  if (batchId === undefined) return [];
  const owner = await findBatchOwner(database, { workspaceId, batchId });
  if (owner === undefined) return undefined;
  const key = { workspaceId, batchId, ...(fileId === undefined ? { eventId } : { fileId }) };
  const ids = { batchId, ownerId: owner.id, workspaceId };
  const entries =
    event === 'classification.processed'
      ? await classificationEntries(database, { workspaceId, batchId, eventId }, ids, presentation)
      : await extractionEntries(database, key, ids, presentation);
  return entries.length === 0 ? undefined : entries;
}

type EventKey = { readonly workspaceId: string; readonly batchId: string; readonly eventId: string };
type Ids = { readonly workspaceId: string; readonly batchId: string; readonly ownerId: string };

async function extractionEntries(
  database: Database,
  key: ExtractionsFilter,
  { workspaceId, batchId, ownerId }: Ids,
  { fileUrl }: Presentation,
) {
  const files = await extractionsOfBatch(database, key);
  return files.map(({ id: fileId, name, state, result, error }) => ({
    extractionId: ownerId,
    batchId,
    fileId,
    fileName: name,
    status: state,
    ...(result && { result }),
    ...(error && { error: error.message }),
    url: fileUrl({ workspaceId, fileId, name }),
  }));
}

async function classificationEntries(
  database: Database,
  key: EventKey,
  { workspaceId, batchId, ownerId }: Ids,
  { fileUrl, lowerCaseTypes }: Presentation,
) {
  const files = await resultsOfBatch(database, key);
  return files.map(({ id: fileId, name, state, result, error, extraction }) => ({
    classificationId: ownerId,
    batchId,
    fileId,
    fileName: name,
    status: state,
    ...(result && { result: showResult(result, lowerCaseTypes) }),
    ...(error && { error: error.message }),
    ...(extraction && { extraction }),
    url: fileUrl({ workspaceId, fileId, name }),
  }));
}

function showResult({ confidence, documentType }: Result, lowerCaseTypes: boolean) {
  return {
    // Four digits, as in getResults.
    confidence: Math.round(confidence * 10_000) / 10_000,
    documentType: lowerCaseTypes ? documentType.toLowerCase() : documentType,
  };
}
