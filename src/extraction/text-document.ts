import type { Attachment, Document, Line } from '../reading/document.ts';

const cells = 100;
const rows = 66;

/** For tests: a text as a document of monospaced cells, a form feed starting a page. */
export function textDocument(text: string, attachments: readonly Attachment[] = []): Document {
  const pages = text.split('\f').map((page, at) => ({
    number: at + 1,
    width: cells * 7.2,
    height: rows * 12,
    rotation: 0 as const,
    source: 'plain' as const,
    lines: page.split('\n').flatMap((line, row) => readLine(line, row)),
  }));
  return { mediaType: 'text/plain', pageCount: pages.length, pages, attachments, warnings: [] };
}

function readLine(text: string, row: number): readonly Line[] {
  const words = [...text.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    box: [match.index / cells, row / rows, match[0].length / cells, 1 / rows] as const,
  }));
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ words, box: [first.box[0], first.box[1], last.box[0] + last.box[2] - first.box[0], 1 / rows] }];
}
