import type { Document } from '../../reading/document.ts';

/** A hair of the page, for rounded edges. */
const slack = 0.0005;

/** The words of a page that lie in a box. */
export function boxWords(document: Document, page: number, box: readonly number[]): readonly string[] {
  const [left, top, width, height] = box as [number, number, number, number];
  const found = document.pages.find((candidate) => candidate.number === page);
  return (found?.lines ?? []).flatMap((line) =>
    line.words
      .filter(({ box: own }) => {
        const inside = own[0] >= left - slack && own[0] + own[2] <= left + width + slack;
        return inside && own[1] >= top - slack && own[1] + own[3] <= top + height + slack;
      })
      .flatMap((word) => word.text.split(/\s+/)),
  );
}
