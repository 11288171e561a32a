/** Reads PDF: the text layer where there is one, OCR only for the pages without. */
import { Failure } from '../errors.ts';
import type { Document, Line, Page, Warning } from './document.ts';
import { guessLanguage } from './language.ts';
import { layOutLines } from './layout.ts';
import { readXmlAttachments } from './pdf-attachments.ts';
import { type PdfDocument, withPdf, withPdfPage } from './pdf-document.ts';
import { needsRecognition, recognisePdfPage } from './pdf-ocr.ts';
import { type PdfPageText, readPdfPageText } from './pdf-page.ts';
import type { Reader, ReadingOptions } from './reader.ts';
import { unionBox } from './union-box.ts';

export const readPdf: Reader = (bytes, _name, options) => withPdf(bytes, (pdf) => readOpenPdf(pdf, options));

async function readOpenPdf(pdf: PdfDocument, options: ReadingOptions): Promise<Document> {
  if (pdf.pageCount === 0) throw new Failure('corrupt_file', 'The PDF has no pages.');
  const { pages, warnings } = await readPages(pdf, options);
  return {
    mediaType: 'application/pdf',
    pageCount: pdf.pageCount,
    pages,
    attachments: readXmlAttachments(pdf, options.limits.attachments),
    warnings,
  };
}

/** What is left of the limits of the whole file. */
type Budget = { words: number; ocrPages: number; ocrPagesLeftOut: number };

async function readPages(
  pdf: PdfDocument,
  options: ReadingOptions,
): Promise<{ pages: Page[]; warnings: Warning[] }> {
  const { limits, onPage } = options;
  const pages: Page[] = [];
  const warnings: Warning[] = [];
  const budget: Budget = { words: limits.words, ocrPages: limits.ocrPages, ocrPagesLeftOut: 0 };
  const total = Math.min(pdf.pageCount, limits.pages);
  for (let number = 1; number <= total && budget.words > 0; number++) {
    const read = (page: number) => readPage(pdf, page, number, options, budget, warnings);
    const page = await withPdfPage(pdf, number - 1, read);
    if (page === undefined) {
      warnings.push({ code: 'page_unreadable', message: 'The page is damaged.', page: number });
      continue;
    }
    pages.push(page);
    budget.words -= page.lines.reduce((sum, line) => sum + line.words.length, 0);
    onPage?.(number, total);
  }
  if (pages.length === 0) throw new Failure('corrupt_file', 'No page of the PDF can be read: it is damaged.');
  if (total < pdf.pageCount || budget.words <= 0) {
    const message = `The file has ${pdf.pageCount} pages; only the first ${pages.length} were read.`;
    warnings.push({ code: 'pages_left_out', message });
  }
  if (budget.ocrPagesLeftOut > 0) {
    const message = `${limits.ocrPages} pages were recognised; ${budget.ocrPagesLeftOut} more scanned pages were not.`;
    warnings.push({ code: 'pages_left_out', message });
  }
  return { pages, warnings };
}

async function readPage(
  pdf: PdfDocument,
  handle: number,
  number: number,
  options: ReadingOptions,
  budget: Budget,
  warnings: Warning[],
): Promise<Page> {
  const wordsMax = Math.min(options.limits.wordsPerPage, budget.words);
  const text = readPdfPageText(pdf, handle, wordsMax);
  if (text.isCut) {
    const message = `The page has more than ${wordsMax} words; the rest was left out.`;
    warnings.push({ code: 'content_left_out', message, page: number });
  }
  const need = needsRecognition(pdf, handle, text);
  if (need === 'no') return toPage(number, text);
  if (budget.ocrPages === 0) {
    budget.ocrPagesLeftOut++;
    return toPage(number, text);
  }
  budget.ocrPages--;
  const recognised = await recognisePdfPage(pdf, handle, text, need, options);
  if (recognised.warning !== undefined) warnings.push({ ...recognised.warning, page: number });
  return recognised.page === undefined ? toPage(number, text) : { ...recognised.page, number };
}

function toPage(number: number, text: PdfPageText): Page {
  const { width, height, rotation } = text;
  const aslant = text.aslant.map((words) => ({ words, box: unionBox(words.map(({ box }) => box)) }));
  const lines = [...layOutLines(text.words, text), ...aslant];
  const page: Page = { number, width, height, rotation, source: 'text-layer', lines };
  const language = guessLanguage(linesText(lines));
  return language === undefined ? page : { ...page, language };
}

function linesText(lines: readonly Line[]): string {
  return lines.flatMap((line) => line.words.map((word) => word.text)).join(' ');
}
