/** What a recogniser read: words with boxes in pixels. */
export type OcrWord = {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** 0 to 1, as the recogniser says it. */
  readonly confidence: number;
};

export type OcrReading = {
  readonly words: readonly OcrWord[];
  /** Mean over the letters, so that a long sure word counts for more than a speck; 0 without words. */
  readonly confidence: number;
};

export function toReading(words: readonly OcrWord[]): OcrReading {
  const letters = words.reduce((sum, word) => sum + word.text.length, 0);
  const sure = words.reduce((sum, word) => sum + word.text.length * word.confidence, 0);
  return { words, confidence: letters === 0 ? 0 : sure / letters };
}

export function readingText(reading: OcrReading): string {
  return reading.words.map((word) => word.text).join(' ');
}

/** `page`: whatever stands on it is found by layout analysis. `strip`: one column of lines, as on a receipt. */
export type OcrLayout = 'page' | 'strip';
