import type { Warning } from '../document.ts';

/** Pages below are misread in every third word or worse. */
const LOW_CONFIDENCE = 0.6;

export function lowConfidenceWarning(confidence: number, words: number): Warning | undefined {
  if (words === 0 || confidence >= LOW_CONFIDENCE) return undefined;
  const percent = Math.round(confidence * 100);
  return {
    code: 'low_ocr_confidence',
    message: `The page could only be read with a confidence of ${percent} %: a sharper or larger picture helps.`,
  };
}
