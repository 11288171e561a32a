import type { Document } from '../reading/document.ts';
import type { DocumentTokens } from './document-tokens.ts';
import type { PageShape } from './library/entry.ts';

/** How much a document has of each shape, 0 to 1: what is seen before a word is read. */
export type DocumentShape = Readonly<Record<PageShape, number>>;

/** Openings and endings of letters in the languages of the library; folded, at the start of a line. */
const letterPattern =
  /^(dear|sincerely|yours|kind regards|best regards|regards|sehr geehrte|mit freundlichen|liebe|madame|monsieur|chere?|cordialement|veuillez agreer|estimad|atentamente|saludos|cordiali saluti|distinti saluti|gentile|egregio|geachte|hoogachtend|met vriendelijke|beste|prezad|atenciosamente|caro|szanown|z powazaniem)/;

export function measureShape(document: Document, { tokens, lines }: DocumentTokens): DocumentShape {
  const words = tokens.length;
  const lineCount = Math.max(1, lines.length);
  const wordsOfLines = lines.map((line) => line.count);
  const longLines = wordsOfLines.filter((count) => count >= 9).length / lineCount;
  const numbers = tokens.filter((token) => /\d/.test(token.text)).length / Math.max(1, words);
  const labels = tokens.filter((token) => token.word.text.endsWith(':')).length / lineCount;
  const page = document.pages[0];
  const image = document.mediaType.startsWith('image/') || page?.source === 'ocr';
  const aspect = page === undefined || page.width === 0 ? 1 : page.height / page.width;
  const pages = document.pageCount;
  const letters = lines.filter((line) => isLetterLine(line.first, tokens)).length;
  const few = Math.exp(-words / 80);
  return {
    form: clamp(labels * 1.5 + (1 - longLines) * 0.3),
    prose: longLines,
    table: clamp(numbers * 2),
    'few-words': few,
    card: image && pages === 1 ? few * (aspect < 1 ? 1 : 0.6) : 0,
    narrow:
      pages === 1 ? clamp((aspect - 1.5) / 1.2) + (image && averageOf(wordsOfLines) < 4.5 ? 0.3 : 0) : 0,
    long: clamp(Math.log(Math.max(1, words / 400)) / Math.log(7.5)),
    'letter-like': clamp(letters / 2),
  };
}

function isLetterLine(first: number, tokens: DocumentTokens['tokens']): boolean {
  const text = tokens
    .slice(first, first + 3)
    .map((token) => token.text)
    .join(' ');
  return letterPattern.test(text);
}

function averageOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
