/** Bounds on one reading. A file past one of them fails, or is read in part with a warning; it never hurts others. */
export type ReadingLimits = {
  /** Pages read; the rest of a longer file is left out with a warning. */
  readonly pages: number;
  /** Pages recognised by OCR, the dear part; the rest is left out with a warning. */
  readonly ocrPages: number;
  /** Pixels of one picture before decoding. */
  readonly pixels: number;
  /** Bytes that an archive (Office file) may unpack to. */
  readonly unpackedBytes: number;
  /** Depth of mails within mails. */
  readonly nesting: number;
  readonly attachments: number;
  readonly wordsPerPage: number;
  readonly words: number;
};

export const defaultReadingLimits: ReadingLimits = {
  pages: 500,
  ocrPages: 60,
  pixels: 100_000_000,
  unpackedBytes: 256 * 1024 * 1024,
  nesting: 3,
  attachments: 50,
  wordsPerPage: 20_000,
  words: 400_000,
};
