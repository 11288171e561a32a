/**
 * Document + types → answer. Pure: the same document, types and options give the same answer.
 * Invariant: the answer is one of the given types or `other`, and the confidences sum to 1.
 */
import type { Document } from '../reading/document.ts';
import type { Answer, Ranked } from './answer.ts';
import { compareView, viewDocument } from './compare-document.ts';
import type { DocumentTokens } from './document-tokens.ts';
import { type DocumentType, other } from './document-type.ts';
import { gatherAnswerEvidence } from './evidence.ts';
import { type Knowledge, shippedKnowledge } from './knowledge.ts';
import {
  compareExamples,
  type Learned,
  type LearnedExample,
  learnFrom,
  mixScores,
  vectorOf,
  wordsOf,
} from './learn.ts';
import { dot, type Scores, scoreTypes, toProbabilities } from './matcher.ts';
import { type PreparedTypes, prepareTypes } from './prepare-types.ts';

export type ClassifyOptions = {
  /** Where `other` wins against the best type, 0 to 1: higher means less often. */
  readonly otherThreshold?: number;
  /** Confidence below which a person should look. */
  readonly reviewThreshold?: number;
  /** Documents that people labelled; they count from this answer on. */
  readonly examples?: readonly LearnedExample[];
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
  const unlearned = scoreTypes(knowledge.vectors, rows, outlook);
  const scores = withExamples(unlearned, options.examples ?? [], view.tokens, types, knowledge);
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
    needsReview:
      view.tokens.tokens.length === 0 ||
      best.confidence < (options.reviewThreshold ?? reviewThresholdDefault) ||
      lead < closeMargin,
  };
}

/** The scores as the examples move them; as they were where there are none. */
function withExamples(
  scores: Scores,
  examples: readonly LearnedExample[],
  tokens: DocumentTokens,
  types: readonly DocumentType[],
  knowledge: Knowledge,
): Scores {
  if (examples.length === 0) return scores;
  const learned = learnOnce(examples, knowledge);
  const vector = vectorOf(wordsOf(tokens), knowledge.rarity);
  const compared = compareExamples(learned, vector, types, scores);
  const moved = {
    types: compared.rows.map((row) => dot(knowledge.learning.pair, row)),
    none: dot(knowledge.learning.none, compared.none),
  };
  return mixScores(scores, moved, compared.gate);
}

const learnedByExamples = new WeakMap<readonly LearnedExample[], Learned>();

function learnOnce(examples: readonly LearnedExample[], knowledge: Knowledge): Learned {
  let learned = learnedByExamples.get(examples);
  if (learned === undefined) {
    learned = learnFrom(examples, knowledge.rarity);
    learnedByExamples.set(examples, learned);
  }
  return learned;
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
