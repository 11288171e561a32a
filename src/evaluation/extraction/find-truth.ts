import { squashText } from '../../extraction/fold-text.ts';
import type { ValueKind } from '../../extraction/value-kind.ts';
import type { Box, Document, Word } from '../../reading/document.ts';
import { unionBox } from '../../reading/union-box.ts';
import { isSameValue } from './compare.ts';

/** A stretch of a page. */
export type Place = { readonly page: number; readonly box: Box };

/** Places of a repeated value that are worth showing. */
const placesMax = 4;
/** Words that a date or an amount takes at most: `September 21 , 1976`. */
const typedWordsMax = 5;
const typed: ReadonlySet<ValueKind> = new Set(['date', 'amount', 'number', 'percent', 'duration']);

/** Where words stand that say the truth, in reading order; none where they were not read, or not as one stretch. */
export function findTruth(document: Document, truth: unknown, kind: ValueKind): readonly Place[] {
  const texts = (Array.isArray(truth) ? truth : [truth])
    .map((entry) => squashText(String(entry ?? '')))
    .filter((text) => text !== '');
  const longest = Math.max(0, ...texts.map((text) => text.length));
  const places: Place[] = [];
  for (const page of document.pages) {
    const words = page.lines.flatMap((line) => line.words);
    for (const [start, first] of words.entries()) {
      const length = lengthOfTruth(words, start);
      if (length === 0) continue;
      const boxes = words.slice(start, start + length).map((word) => word.box);
      places.push({ page: page.number, box: unionBox([first.box, ...boxes]) });
      if (places.length === placesMax) return places;
    }
  }
  return places;

  function lengthOfTruth(words: readonly Word[], start: number): number {
    let squashed = '';
    for (let end = start; end < words.length; end += 1) {
      const own = squashText(words[end]!.text);
      if (own === '' && end === start) return 0;
      squashed += own;
      if (texts.includes(squashed)) return end - start + 1;
      if (squashed.length > longest && !typed.has(kind)) return 0;
      if (typed.has(kind)) {
        if (end - start >= typedWordsMax) return 0;
        const text = words
          .slice(start, end + 1)
          .map((word) => word.text)
          .join(' ');
        if (isSameValue(text, truth, kind)) return end - start + 1;
      }
    }
    return 0;
  }
}
