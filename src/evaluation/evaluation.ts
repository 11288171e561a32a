import type { Evidence, Ranked } from '../classification/answer.ts';

/** One labelled file and what was answered for it. */
export type EvaluatedFile = {
  /** As the data set names it. */
  readonly file: string;
  readonly expected: string;
  readonly seconds: number;
  /** Absent where the file could not be read. */
  readonly answer?: {
    readonly documentType: string;
    readonly confidence: number;
    readonly needsReview: boolean;
    readonly ranking: readonly Ranked[];
    readonly evidence: readonly Evidence[];
  };
  readonly error?: string;
};

export type TypeFigures = {
  readonly documentType: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Files that belong to the type. */
  readonly support: number;
};

export type Confusion = {
  /** Types in the order of the set, then `other`. Rows are what was expected. */
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
};

/** One bin of the reliability plot. */
export type ReliabilityBin = {
  readonly confidence: number;
  readonly accuracy: number;
  readonly files: number;
};

/** What is known of the classifier on one labelled set. */
export type Evaluation = {
  /** The folder's name. */
  readonly name: string;
  readonly files: number;
  /** Over documents that belong to a type; answering `other` is an error, a failed file counts as wrong. */
  readonly accuracy: number;
  /** 95 % bootstrap interval of the accuracy. */
  readonly accuracyInterval: readonly [low: number, high: number];
  readonly macroF1: number;
  /** Share of the `other` documents answered `other`; undefined where there are none. */
  readonly otherRecall: number | undefined;
  /** Share of the documents that belong to a type which were answered `other`. */
  readonly falseOther: number;
  /** Expected calibration error: 10 bins of equal count. */
  readonly ece: number;
  readonly secondsPerFile: number;
  readonly perType: readonly TypeFigures[];
  readonly confusion: Confusion;
  readonly reliability: readonly ReliabilityBin[];
  readonly answers: readonly EvaluatedFile[];
};
