/**
 * Document + types → answer. Pure: the same document, types and options give the same answer.
 * Invariant: the answer is one of the given types or `other`, and the confidences sum to 1.
 */
import type { Document } from '../reading/document.ts';
import type { Answer, Embed, Ranked } from './answer.ts';
import { compareView, viewDocument } from './compare-document.ts';
import { type DocumentType, other } from './document-type.ts';
import { gatherAnswerEvidence } from './evidence.ts';
import { type Knowledge, shippedKnowledge } from './knowledge.ts';
import { scoreTypes, toProbabilities } from './matcher.ts';
import { type PreparedTypes, prepareTypes } from './prepare-types.ts';

export type ClassifyOptions = {
  /** Meaning of texts; without it only words decide. */
  readonly embed?: Embed;
  /** Where `other` wins against the best type, 0 to 1: higher means less often. */
  readonly otherThreshold?: number;
  /** Confidence below which a person should look. */
  readonly reviewThreshold?: number;
};

/** The matcher's own balance between `other` and the types, as calibrated over the data sets. */
export const otherThresholdDefault = 0.5;
export const reviewThresholdDefault = 0.5;
/** First and second closer than this are for a person to decide. */
const closeMargin = 0.1;

export async function classifyDocument(
  document: Document,
  types: readonly DocumentType[],
  options: ClassifyOptions = {},
): Promise<Answer> {
  const knowledge = shippedKnowledge();
  const prepared = prepareOnce(types, knowledge);
  const view = viewDocument(document, knowledge);
  const { rows, outlook, evidence } = compareView(view, prepared);
  const scores = scoreTypes(knowledge.vectors, rows, outlook);
  const shift = otherShift(options.otherThreshold ?? otherThresholdDefault) * knowledge.temperature;
  const shares = toProbabilities({ ...scores, none: scores.none + shift }, knowledge.temperature);
  const ranking = shares
    .map((confidence, index): Ranked & { index: number } => ({
      documentType: types[index]?.name ?? other,
      confidence,
      index,
    }))
    .sort((a, b) => b.confidence - a.confidence);
  const best = ranking[0]!;
  const winner = prepared.types[best.index];
  const lead = best.confidence - (ranking[1]?.confidence ?? 0);
  return {
    documentType: best.documentType,
    confidence: best.confidence,
    ranking: ranking.map(({ documentType, confidence }) => ({ documentType, confidence })),
    evidence: winner === undefined ? [] : gatherAnswerEvidence(winner, prepared, view, evidence),
    borrowed: winner?.loans.map(({ entry }) => knowledge.library.entries[entry]!.id) ?? [],
    needsReview: best.confidence < (options.reviewThreshold ?? reviewThresholdDefault) || lead < closeMargin,
  };
}

/** At a threshold of 0.5 nothing; above it `other` must be the likelier by that much. */
function otherShift(threshold: number): number {
  const bounded = Math.min(0.999, Math.max(0.001, threshold));
  return Math.log((1 - bounded) / bounded);
}

/** A batch brings the same types with each file; a server holds few classifications at a time. */
const preparedMax = 50;
const preparedByContent = new Map<string, PreparedTypes>();

function prepareOnce(types: readonly DocumentType[], knowledge: Knowledge): PreparedTypes {
  const key = JSON.stringify(
    types.map(({ name, description, uniqueWords }) => [name, description, uniqueWords]),
  );
  let prepared = preparedByContent.get(key);
  if (prepared === undefined) {
    prepared = prepareTypes(types, knowledge.library, knowledge.rarity);
    if (preparedByContent.size >= preparedMax)
      preparedByContent.delete(preparedByContent.keys().next().value!);
    preparedByContent.set(key, prepared);
  }
  return prepared;
}
