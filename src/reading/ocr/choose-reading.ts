/** Which of two readings of a page to believe, word by word where one of them lacks letters. */
import { type OcrReading, type OcrWord, toReading } from './ocr-reading.ts';

/**
 * The second reader's page, unless it missed much of what the first is sure of. Where the first read a
 * letter that the second does not know, its word stays.
 */
export function chooseReading(first: OcrReading, second: OcrReading): OcrReading {
  const sure = first.words.filter((word) => word.confidence >= SURE);
  if (countLetters(second.words) < LETTERS_SHARE_MIN * countLetters(sure)) return first;
  const foreign = sure.filter((word) => FOREIGN_LETTER.test(word.text));
  const kept = second.words.filter((word) => !foreign.some((other) => isSamePlace(word, other)));
  return toReading([...kept, ...foreign]);
}

const SURE = 0.6;
/** The second reader finds more letters than the first is sure of, unless the page is not for it. */
const LETTERS_SHARE_MIN = 0.85;

/** Letters and signs that PP-OCR has no class for. */
const FOREIGN_LETTER = /[€£öäßçñøåőłšÖÄÇÑØÅŐŁŠœŒæÆãõÃÕâêîôûÂÊÎÔÛëïËÏáíóúÁÍÓÚüÜèÈàÀéÉùÙìÌòÒ]/;

function countLetters(words: readonly OcrWord[]): number {
  return words.reduce((sum, word) => sum + (word.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
}

/** Most of the smaller box lies in the other. */
function isSamePlace(a: OcrWord, b: OcrWord): boolean {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return false;
  const smaller = Math.min((a.right - a.left) * (a.bottom - a.top), (b.right - b.left) * (b.bottom - b.top));
  return width * height > 0.4 * smaller;
}
