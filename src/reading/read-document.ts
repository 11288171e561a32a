/**
 * Bytes to Document, whatever the format: the one door to all readers. A reader is given bytes, never a path,
 * and is loaded when its first file comes, so that a reader process starts at once.
 */
import { Failure } from '../errors.ts';
import { type Document, lineText, type Page } from './document.ts';
import { guessLanguage } from './language.ts';
import { type MediaType, mediaTypeOf, mediaTypes } from './media-type.ts';
import type { Reader, ReadingOptions } from './reader.ts';
import { normaliseDocument } from './text-normalise.ts';
import { countTiffPages } from './tiff-pages.ts';

/** Kept beside each stored reading; raised when readers change so much that files should be read again. */
export const readingVersion = 1;

const loadImage = async () => (await import('./image.ts')).readImage;
const loadXml = async () => (await import('./text-xml.ts')).readXml;

const loadOffice = async () => (await import('./office.ts')).officeReader(readDocument);
const loadSpreadsheet = async () => (await import('./spreadsheet.ts')).readSpreadsheet;

const readers: Readonly<Partial<Record<MediaType, () => Promise<Reader>>>> = {
  [mediaTypes.pdf]: async () => (await import('./pdf.ts')).readPdf,
  [mediaTypes.png]: loadImage,
  [mediaTypes.jpeg]: loadImage,
  [mediaTypes.tiff]: loadImage,
  [mediaTypes.webp]: loadImage,
  [mediaTypes.bmp]: loadImage,
  [mediaTypes.gif]: loadImage,
  [mediaTypes.heic]: loadImage,
  [mediaTypes.avif]: loadImage,
  [mediaTypes.docx]: loadOffice,
  [mediaTypes.pptx]: loadOffice,
  [mediaTypes.odt]: loadOffice,
  [mediaTypes.odp]: loadOffice,
  [mediaTypes.rtf]: loadOffice,
  [mediaTypes.doc]: async () => (await import('./word-doc.ts')).readWordDoc,
  [mediaTypes.xlsx]: loadSpreadsheet,
  [mediaTypes.xls]: loadSpreadsheet,
  [mediaTypes.ods]: loadSpreadsheet,
  [mediaTypes.mail]: async () => (await import('./mail.ts')).mailReader(readDocument),
  [mediaTypes.msg]: async () => (await import('./msg.ts')).msgReader(readDocument),
  [mediaTypes.text]: async () => (await import('./text.ts')).readText,
  [mediaTypes.markdown]: async () => (await import('./markdown.ts')).readMarkdown,
  [mediaTypes.csv]: async () => (await import('./csv.ts')).readCsv,
  [mediaTypes.html]: async () => (await import('./html.ts')).readHtml,
  [mediaTypes.xml]: loadXml,
  [mediaTypes.svg]: loadXml,
};

/** Reads a file; throws a Failure where nothing of it can be read. */
export async function readDocument(
  bytes: Uint8Array,
  name: string,
  options: ReadingOptions,
): Promise<Document> {
  if (bytes.length === 0) throw new Failure('empty_file', 'The file is empty');
  const mediaType = mediaTypeOf(bytes, name);
  const load = readers[mediaType];
  if (load === undefined)
    throw new Failure('unsupported_format', `Files of type ${mediaType} cannot be read`);
  const read = await load();
  const document = await read(bytes, name, options);
  const normalised = normaliseDocument({ ...document, mediaType }, options.limits);
  return { ...normalised, pages: normalised.pages.map(withLanguage) };
}

function withLanguage(page: Page): Page {
  if (page.language !== undefined) return page;
  const language = guessLanguage(page.lines.map(lineText).join('\n'));
  return language === undefined ? page : { ...page, language };
}

/** Pages of a file, counted without reading it; 1 where its format has none before it is laid out. */
export async function countPages(bytes: Uint8Array, name: string): Promise<number> {
  switch (mediaTypeOf(bytes, name)) {
    case mediaTypes.pdf:
      return (await import('./pdf-document.ts')).countPdfPages(bytes);
    case mediaTypes.tiff:
      return countTiffPages(bytes);
    default:
      return 1;
  }
}
