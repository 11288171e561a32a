/** Reads PDF: the text layer where there is one, OCR only for the pages without. */
import { Failure } from '../errors.ts';
import type { Document, Page, Warning } from './document.ts';
import { guessLanguage } from './language.ts';
import { layOutLines, unionBox } from './layout.ts';
import { readXmlAttachments } from './pdf-attachments.ts';
import { openPdf, type PdfDocument, withPdfPage } from './pdf-document.ts';
import { type PdfPageText, readPdfPageText } from './pdf-page.ts';
import type { Reader, ReadingOptions } from './reader.ts';

export const readPdf: Reader = async (bytes, _name, options) => {
  using pdf = await openPdf(bytes);
  if (pdf.pageCount === 0) throw new Failure('corrupt_file', 'The PDF has no pages.');
  const { pages, warnings } = await readPages(pdf, options);
  return {
    mediaType: 'application/pdf',
    pageCount: pdf.pageCount,
    pages,
    attachments: readXmlAttachments(pdf, options.limits.attachments),
    warnings,
  } satisfies Document;
};

async function readPages(
  pdf: PdfDocument,
  { limits, onPage }: ReadingOptions,
): Promise<{ pages: Page[]; warnings: Warning[] }> {
  const pages: Page[] = [];
  const warnings: Warning[] = [];
  const total = Math.min(pdf.pageCount, limits.pages);
  let wordsLeft = limits.words;
  for (let number = 1; number <= total && wordsLeft > 0; number++) {
    const wordsMax = Math.min(limits.wordsPerPage, wordsLeft);
    const text = await withPdfPage(pdf, number - 1, (page) => readPdfPageText(pdf, page, wordsMax));
    if (text === undefined) {
      warnings.push({ code: 'page_unreadable', message: 'The page is damaged.', page: number });
      continue;
    }
    if (text.isCut) warnings.push(cutWarning(number, wordsMax));
    pages.push(toPage(number, text));
    wordsLeft -= text.words.length;
    onPage?.(number, total);
  }
  if (pages.length === 0) throw new Failure('corrupt_file', 'No page of the PDF can be read: it is damaged.');
  if (total < pdf.pageCount || wordsLeft <= 0) {
    const message = `The file has ${pdf.pageCount} pages; only the first ${pages.length} were read.`;
    warnings.push({ code: 'pages_left_out', message });
  }
  return { pages, warnings };
}

function cutWarning(page: number, wordsMax: number): Warning {
  return {
    code: 'content_left_out',
    message: `The page has more than ${wordsMax} words; the rest was left out.`,
    page,
  };
}

function toPage(number: number, text: PdfPageText): Page {
  const { width, height, rotation } = text;
  const aslant = text.aslant.map((words) => ({ words, box: unionBox(words.map(({ box }) => box)) }));
  const lines = [...layOutLines(text.words, text), ...aslant];
  const language = guessLanguage(lines.flatMap((line) => line.words.map((word) => word.text)).join(' '));
  const page: Page = { number, width, height, rotation, source: 'text-layer', lines };
  return language === undefined ? page : { ...page, language };
}
