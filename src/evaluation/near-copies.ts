import { foldText } from '../classification/fold-word.ts';
import { type Document, documentText } from '../reading/document.ts';

/** What is needed to tell whether two files are the same document. */
export type Fingerprint = {
  readonly sha256: string;
  /** Sorted smallest hashes of the text's runs of words; empty where there is too little text. */
  readonly sketch: Uint32Array;
};

const runWords = 4;
const sketchSize = 128;
/** Runs fewer than this tell nothing. */
const runsMin = 8;
/** Share of common runs from which two texts count as nearly the same. */
const sameShare = 0.5;
const wordsMax = 3_000;

export function fingerprint(sha256: string, document: Document | undefined): Fingerprint {
  const words =
    document === undefined ? [] : (foldText(documentText(document)).match(/[\p{L}\p{N}]+/gu) ?? []);
  const runs = new Set<number>();
  const last = Math.min(words.length, wordsMax) - runWords;
  for (let index = 0; index <= last; index += 1)
    runs.add(hash(words.slice(index, index + runWords).join(' ')));
  const sorted = Uint32Array.from(runs).sort();
  return { sha256, sketch: sorted.length < runsMin ? new Uint32Array() : sorted.subarray(0, sketchSize) };
}

/** The same bytes, or texts that share at least half of their runs of four words (estimated by sketches). */
export function isNearCopy(left: Fingerprint, right: Fingerprint): boolean {
  if (left.sha256 === right.sha256) return true;
  if (left.sketch.length === 0 || right.sketch.length === 0) return false;
  return commonShare(left.sketch, right.sketch) >= sameShare;
}

/** Of the smallest hashes of both together, the share that stands in both: an estimate of Jaccard's index. */
function commonShare(left: Uint32Array, right: Uint32Array): number {
  const size = Math.min(sketchSize, Math.max(left.length, right.length));
  let i = 0;
  let j = 0;
  let common = 0;
  let seen = 0;
  while (seen < size && (i < left.length || j < right.length)) {
    const a = left[i] ?? Number.POSITIVE_INFINITY;
    const b = right[j] ?? Number.POSITIVE_INFINITY;
    if (a === b) common += 1;
    if (a <= b) i += 1;
    if (b <= a) j += 1;
    seen += 1;
  }
  return seen === 0 ? 0 : common / seen;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}
