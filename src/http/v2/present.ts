/** Rows become resources: times as text, what is not there left out. */
import { type FailureCode, isRetryable } from '../../errors.ts';
import type { BatchSummary } from '../../storage/batch-list.ts';
import type { Owner } from '../../storage/batches.ts';
import type { Classification as StoredClassification } from '../../storage/classifications.ts';
import type { ListPage } from '../../storage/cursor.ts';
import type { DeskFile } from '../../storage/file-list.ts';
import type { Classification } from './definition-schemas.ts';
import type { Batch, File } from './schemas.ts';

export const toTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

export function toPage<Row, Item>({ items, next }: ListPage<Row>, show: (row: Row) => Item) {
  return { items: items.map(show), ...(next !== undefined && { next }) };
}

export function toClassification(stored: StoredClassification): Classification {
  return {
    id: stored.id,
    name: stored.name,
    ...(stored.description !== undefined && { description: stored.description }),
    documentTypes: stored.documentTypes.map((type) => ({ ...type, uniqueWords: [...type.uniqueWords] })),
    settings: stored.settings,
    retention: stored.retention,
    revision: stored.revision,
    version: stored.version,
    createdAt: toTime(stored.createdAt),
    updatedAt: toTime(stored.updatedAt),
  };
}

export function toBatch(summary: BatchSummary): Batch {
  const { id, owner, ownerName, files, waiting, processed, failed, needsReview } = summary;
  return {
    id,
    ...toOwnerId(owner),
    ...(ownerName !== undefined &&
      (owner.kind === 'template' ? { templateName: ownerName } : { classificationName: ownerName })),
    state: files === 0 ? 'empty' : waiting > 0 ? 'waiting' : 'finished',
    counts: { files, waiting, processed, failed, needsReview },
    types: [...summary.types],
    createdAt: toTime(summary.createdAt),
    ...(summary.finishedAt !== undefined && { finishedAt: toTime(summary.finishedAt) }),
  };
}

/** Files of examples and of evaluation sets belong to a classification too. */
export function toOwnerId({ kind, id }: Owner) {
  return kind === 'template' ? { templateId: id } : { classificationId: id };
}

export function toFile(stored: DeskFile): File {
  const { id, batchId, owner, name, mediaType, bytes, pageCount, state } = stored;
  const { result, correction, valuesConfirmed, error, finishedAt, originalsDeletedAt } = stored;
  return {
    id,
    batchId,
    ...toOwnerId(owner),
    name,
    mediaType,
    bytes,
    pageCount,
    state,
    ...(result && { documentType: result.documentType, confidence: roundConfidence(result.confidence) }),
    needsReview: result?.needsReview ?? false,
    ...(correction && {
      correction: {
        predictedType: correction.predictedType,
        predictedConfidence: roundConfidence(correction.predictedConfidence),
        by: correction.by,
        at: toTime(correction.at),
      },
    }),
    ...(valuesConfirmed && {
      valuesConfirmed: { by: valuesConfirmed.by, at: toTime(valuesConfirmed.at) },
    }),
    ...(error && { error: toFileError(error) }),
    createdAt: toTime(stored.createdAt),
    ...(finishedAt !== undefined && { finishedAt: toTime(finishedAt) }),
    ...(originalsDeletedAt !== undefined && { originalDeletedAt: toTime(originalsDeletedAt) }),
  };
}

/** Four digits: calibration knows no more. */
export function roundConfidence(confidence: number): number {
  return Math.round(confidence * 10_000) / 10_000;
}

export function toFileError(error: { readonly code: string; readonly message: string }) {
  return { ...error, retryable: isRetryable[error.code as FailureCode] ?? true };
}
