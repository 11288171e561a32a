import type { Document, Line } from '../reading/document.ts';

/** A document of plain text for tests: one page, a line a line. */
export function plainDocument(text: string): Document {
  const rows = text.split('\n');
  const height = 1 / Math.max(60, rows.length);
  const lines = rows.flatMap((row, index): Line[] => {
    const words = row
      .split(/\s+/)
      .filter((word) => word.length > 0)
      .map((word, at) => ({ text: word, box: [at * 0.08, index * height, 0.07, height] as const }));
    return words.length === 0 ? [] : [{ words, box: [0, index * height, 1, height] }];
  });
  const page = { number: 1, width: 595, height: 842, rotation: 0, source: 'plain', lines } as const;
  return { mediaType: 'text/plain', pageCount: 1, pages: [page], attachments: [], warnings: [] };
}
