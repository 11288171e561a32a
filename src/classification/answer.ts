import type { Box } from '../reading/document.ts';

/** Words on a page that spoke for an answer. */
export type Evidence = {
  /** 1-based. */
  readonly page: number;
  readonly box: Box;
  /** The words as read. */
  readonly text: string;
  /** What they matched: the type's name, a unique word, a word of the description, or of the library entry. */
  readonly term: string;
  readonly origin: 'name' | 'uniqueWord' | 'description' | 'library' | 'example';
  /** Share of the answer's support, 0 to 1. */
  readonly weight: number;
};

export type Ranked = {
  readonly documentType: string;
  /** Calibrated probability; over all types and `other` they sum to 1. */
  readonly confidence: number;
};

/** What the classifier says of one document: always one of the types, or `other`. */
export type Answer = {
  readonly documentType: string;
  /** Calibrated probability that `documentType` is right. */
  readonly confidence: number;
  /** All types and `other`, best first. */
  readonly ranking: readonly Ranked[];
  readonly evidence: readonly Evidence[];
  /** Entries of the built-in library that lent their words to the winning type. */
  readonly borrowed: readonly string[];
  /** Below the review threshold, or the first two too close. */
  readonly needsReview: boolean;
};
