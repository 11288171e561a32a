import type { Document } from '../reading/document.ts';
import type { DocumentTokens } from './document-tokens.ts';
import { closingPattern, salutationPattern } from './letter-words.ts';
import type { PageShape } from './library/entry.ts';

/** How much a document has of each shape, 0 to 1: what is seen before a word is read. */
export type DocumentShape = Readonly<Record<PageShape, number>>;

/** What an ordinary document has of each shape, so that only what is out of the ordinary speaks. */
export const ordinaryShape: DocumentShape = {
  form: 0.45,
  prose: 0.35,
  table: 0.35,
  'few-words': 0.1,
  card: 0.03,
  narrow: 0.15,
  long: 0.25,
  'letter-like': 0.15,
};

export function measureShape(
  document: Document,
  { tokens, lines, machineReadable }: DocumentTokens,
): DocumentShape {
  const words = tokens.length;
  const lineCount = Math.max(1, lines.length);
  const wordsOfLines = lines.map((line) => line.count);
  const longLines = wordsOfLines.filter((count) => count >= 9).length / lineCount;
  const numbers = tokens.filter((token) => /\d/.test(token.text)).length / Math.max(1, words);
  const labels = tokens.filter((token) => token.word.text.endsWith(':')).length / lineCount;
  const page = document.pages[0];
  const image = document.mediaType.startsWith('image/') || page?.source === 'ocr';
  const wide = page !== undefined && page.width > page.height;
  const pages = document.pageCount;
  const letters = lines.filter((line) => isLetterLine(line.first, tokens)).length;
  const few = Math.exp(-words / 80);
  return {
    form: clamp(labels * 1.5 + (1 - longLines) * 0.3),
    prose: longLines,
    table: clamp(numbers * 2),
    'few-words': few,
    card: machineReadable ? 1 : image && pages === 1 ? few * (wide ? 1 : 0.5) : 0,
    narrow: pages <= 2 && words >= narrowWordsMin ? narrownessOf(document) * pricedness(lines, tokens) : 0,
    long: clamp(Math.log(Math.max(1, words / 400)) / Math.log(7.5)),
    'letter-like': clamp(letters / 2),
  };
}

const narrowWordsMin = 15;
/** Characters of a till roll's line; a page of prose has 80 and more. */
const narrowCharacters = 34;
const wideCharacters = 62;

/** Whether lines are as short as on a till roll: 1 up to 34 characters, 0 from 62 (nine lines in ten). */
function narrownessOf(document: Document): number {
  const lengths = document.pages
    .flatMap((page) => page.lines)
    .map((line) => line.words.reduce((sum, word) => sum + word.text.length + 1, -1))
    .sort((a, b) => a - b);
  const length = lengths[Math.floor(lengths.length * 0.9)] ?? wideCharacters;
  return clamp((wideCharacters - length) / (wideCharacters - narrowCharacters));
}

/** "3,50", "1.20", "¥2,000": amounts, and not the measures of a recipe. */
const amountPattern = /\d[.,]\d{2,3}(?!\d)|[€$£¥₹]/;
/** Share of lines with an amount at which narrow lines are a till roll's and not a poem's. */
const amountLinesEnough = 0.2;

function pricedness(lines: DocumentTokens['lines'], tokens: DocumentTokens['tokens']): number {
  const priced = lines.filter(({ first, count }) =>
    tokens.slice(first, first + count).some((token) => amountPattern.test(token.word.text)),
  ).length;
  return clamp(priced / Math.max(1, lines.length) / amountLinesEnough);
}

function isLetterLine(first: number, tokens: DocumentTokens['tokens']): boolean {
  const text = tokens
    .slice(first, first + 3)
    .map((token) => token.text)
    .join(' ');
  return salutationPattern.test(text) || closingPattern.test(text);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
