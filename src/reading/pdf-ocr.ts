/** OCR for the pages of a PDF whose text layer is missing, broken, or only a stamp on a scan. */
import { Failure } from '../errors.ts';
import type { Page, Warning, Word } from './document.ts';
import { layOutLines } from './layout.ts';
import { lowConfidenceWarning } from './ocr/confidence-warning.ts';
import { recognisePicture } from './ocr/recognise.ts';
import { readPdfContent } from './pdf-content.ts';
import type { PdfDocument } from './pdf-document.ts';
import type { PdfPageText } from './pdf-page.ts';
import { renderPdfPage } from './pdf-render.ts';
import type { ReadingOptions } from './reader.ts';

/** `whole`: the text layer is worth nothing. `beside`: it holds a little, and a picture the rest. */
export type RecognitionNeed = 'no' | 'whole' | 'beside';

export function needsRecognition(pdf: PdfDocument, page: number, text: PdfPageText): RecognitionNeed {
  if (isGarbage(text)) return 'whole';
  if (text.letters >= LETTERS_ENOUGH) return 'no';
  const content = readPdfContent(pdf, page);
  if (text.letters === 0) return content.isEmpty ? 'no' : 'whole';
  if (content.imageShare >= SCAN_SHARE) return 'beside';
  const isBare = text.letters < LETTERS_BARE;
  return isBare && (content.imageShare >= PICTURE_SHARE || content.objects >= OUTLINES_MIN) ? 'beside' : 'no';
}

/** A stamp, a header, a page number or a scanner's advertisement over a scan has fewer letters. */
const LETTERS_ENOUGH = 250;
/** A picture that covers this much of the page may hold its text. */
const SCAN_SHARE = 0.4;
/** On a page that says no more than its number and a printer's line, a smaller picture is what it is about: */
const LETTERS_BARE = 60;
/** an identity card printed from the browser covers a seventh of the page; */
const PICTURE_SHARE = 0.05;
/** or text drawn as outlines, an object a letter. */
const OUTLINES_MIN = 200;

/** Characters without a letter behind them, or "words" no one could speak: a font without its code table. */
function isGarbage({ words, letters, unmapped }: PdfPageText): boolean {
  if (unmapped > 20 && unmapped > 0.3 * (letters + unmapped)) return true;
  const latin =
    words
      .map(({ text }) => text)
      .join('')
      .toLowerCase()
      .match(/[a-z]/g) ?? [];
  if (latin.length < 200) return false;
  const vowels = latin.filter((letter) => 'aeiouy'.includes(letter)).length;
  // Every language in Latin letters has 0.35 to 0.5; a page of codes 0.2.
  return vowels < 0.12 * latin.length;
}

/** Resolutions: text of 8 points needs 150; above 300 nothing is gained and the time doubles. */
const DPI_USUAL = 200;
const DPI_MIN = 150;
const DPI_MAX = 300;

/** The recognised page (its number is the caller's to set), merged with what the text layer holds. */
export async function recognisePdfPage(
  pdf: PdfDocument,
  page: number,
  text: PdfPageText,
  need: 'whole' | 'beside',
  { limits, ocrLanguages }: ReadingOptions,
): Promise<{ page?: Omit<Page, 'number'>; warning?: Warning }> {
  const { imageDpi } = readPdfContent(pdf, page);
  const dpi = Math.min(DPI_MAX, Math.max(DPI_MIN, imageDpi ?? DPI_USUAL));
  try {
    const picture = renderPdfPage(pdf, page, dpi, limits.pixels);
    const recognised = await recognisePicture(picture, ocrLanguages);
    const { rotation, language, confidence, isReread } = recognised;
    const isSideways = rotation === 90 || rotation === 270;
    const [width, height] = isSideways ? [text.height, text.width] : [text.width, text.height];
    const words = recognised.lines.flatMap((line) => line.words);
    const isMerged = need === 'beside' && rotation === 0 && text.rotation === 0;
    const lines = isMerged
      ? layOutLines([...text.words, ...withoutCovered(words, text.words)], { width, height })
      : recognised.lines;
    const warning = lowConfidenceWarning(confidence, words.length);
    return {
      page: {
        width,
        height,
        rotation,
        source: 'ocr',
        lines,
        ...(language && { language }),
        ...(isReread && { isReread }),
      },
      ...(warning && { warning }),
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { warning: { code: 'page_unreadable', message: error.message } };
  }
}

/** Recognised words that do not lie on a word of the text layer. */
function withoutCovered(words: readonly Word[], known: readonly Word[]): Word[] {
  return words.filter(({ box: [left, top, width, height] }) => {
    const x = left + width / 2;
    const y = top + height / 2;
    return !known.some(
      ({ box }) => x >= box[0] && x <= box[0] + box[2] && y >= box[1] && y <= box[1] + box[3],
    );
  });
}
