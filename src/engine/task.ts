import type { Answer } from '../classification/answer.ts';
import type { DocumentType } from '../classification/document-type.ts';
import type { ExtractedDocument, PlainResult } from '../extraction/extracted.ts';
import type { Field } from '../extraction/field.ts';
import type { PageRange } from '../extraction/page-range.ts';
import type { Document, Warning } from '../reading/document.ts';
import type { ReadingLimits } from '../reading/limits.ts';

/** What a classification tells the classifier besides its types. */
export type ClassifierSettings = {
  /** How likely `other` must be to win: higher means less often; the calibrated default where absent. */
  readonly otherThreshold?: number;
  /** Answers below this confidence are marked for review. */
  readonly reviewThreshold?: number;
};

export type FileTask = {
  /** A copy of the file on this machine. */
  readonly path: string;
  /** The name that the user gave the file. */
  readonly name: string;
};

/** A document whose type a person named: a kept reading on this machine. */
export type ExampleSource = { readonly path: string; readonly documentType: string };

/** Read the file, then say which type it is. */
export type ProcessTask = FileTask & {
  readonly kind: 'process';
  readonly types: readonly DocumentType[];
  readonly settings: ClassifierSettings;
  readonly examples: readonly ExampleSource[];
};

/** Only count the pages: quick, and wrong rather than slow. */
export type CountPagesTask = FileTask & { readonly kind: 'countPages' };

/** Only read. */
export type ReadTask = FileTask & { readonly kind: 'read' };

/** Classify what was read before: `path` is a kept reading. */
export type ClassifyTask = FileTask & {
  readonly kind: 'classify';
  readonly types: readonly DocumentType[];
  readonly settings: ClassifierSettings;
  readonly examples: readonly ExampleSource[];
};

/** Extract a template's fields; read the file first, or take the kept reading that `path` is. */
export type ExtractTask = FileTask & {
  readonly kind: 'extract';
  readonly source: 'file' | 'reading';
  readonly fields: readonly Field[];
  /** Only these pages of a PDF. */
  readonly pages?: PageRange | undefined;
  /** Each page of a PDF by itself. */
  readonly splitPages?: boolean;
};

/** Draw a page for a person. */
export type PageImageTask = FileTask & {
  readonly kind: 'pageImage';
  readonly mediaType: string;
  /** 1-based. */
  readonly page: number;
  readonly widthPixels: number;
  /** The turn that the reading found necessary. */
  readonly rotation: 0 | 90 | 180 | 270;
};

export type ReaderTask = ProcessTask | CountPagesTask | ReadTask | ClassifyTask | ExtractTask | PageImageTask;

export type ProcessedFile = {
  /** The reading as it is kept: see kept-reading.ts. */
  readonly reading: Uint8Array;
  readonly mediaType: string;
  readonly pageCount: number;
  readonly warnings: readonly Warning[];
  readonly answer: Answer;
};

export type ExtractedFile = {
  /** The reading as it is kept, where the file was read just now. */
  readonly reading: Uint8Array | undefined;
  readonly mediaType: string;
  readonly pageCount: number;
  readonly warnings: readonly Warning[];
  /** One for the whole file, or one for each page where the task splits a PDF. */
  readonly parts: readonly [ExtractedPart, ...ExtractedPart[]];
};

export type ExtractedPart = {
  /** Of the original; absent for the whole file. */
  readonly page?: number;
  readonly extracted: ExtractedDocument;
  /** The same as clients get it, every asked key in it. */
  readonly result: PlainResult;
};

export type ResultByKind = {
  readonly process: ProcessedFile;
  readonly countPages: number;
  readonly read: Document;
  readonly classify: Answer;
  readonly extract: ExtractedFile;
  /** WebP. */
  readonly pageImage: Uint8Array;
};

/** What every reader process is told once, at its start. */
export type ReaderSettings = {
  readonly limits: ReadingLimits;
  readonly ocrLanguages: readonly string[];
  /** Invoices in XML inside a file are read as what they are, unless set to false. */
  readonly readEmbeddedInvoices?: boolean;
  /** The classifier is made ready before it is asked for; not where it hardly ever is. */
  readonly warm: boolean;
};
