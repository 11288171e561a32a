import type { Document } from './document.ts';
import type { ReadingLimits } from './limits.ts';

/** What a reader may know of its task besides the bytes. */
export type ReadingOptions = {
  readonly limits: ReadingLimits;
  /** Languages the OCR may use, as Tesseract names them (`eng`, `deu`); the first is tried first. */
  readonly ocrLanguages: readonly string[];
  /** Called after each page with the pages done and in all, so that work can be watched. */
  readonly onPage?: (done: number, total: number) => void;
};

/**
 * One way of reading a family of formats. Never trusts the file: it returns a Document with warnings, or
 * throws a Failure (`corrupt_file`, `password_protected`, `unsupported_format`, `limit_exceeded`, …).
 */
export type Reader = (bytes: Uint8Array, name: string, options: ReadingOptions) => Promise<Document>;
