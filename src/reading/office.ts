import { type OfficeParserAST, parseOffice, type SupportedFileType } from 'officeparser';
import { Failure } from '../errors.ts';
import { checkArchive } from './archive-check.ts';
import type { Document } from './document.ts';
import type { ReadingLimits } from './limits.ts';
import { type MediaType, mediaTypeOf, mediaTypes } from './media-type.ts';
import { officeToLines } from './office-lines.ts';
import { isOle } from './office-ole.ts';
import { addPicturePages } from './office-pictures.ts';
import { plainDocument } from './plain-layout.ts';
import type { Reader } from './reader.ts';

const fileTypes: Readonly<Partial<Record<MediaType, SupportedFileType>>> = {
  [mediaTypes.docx]: 'docx',
  [mediaTypes.pptx]: 'pptx',
  [mediaTypes.odt]: 'odt',
  [mediaTypes.odp]: 'odp',
  [mediaTypes.rtf]: 'rtf',
};
/** Elements an XML reader holds at some hundred bytes each; a 500-page contract has some hundred thousand. */
const xmlElementsMax = 1_000_000;
const tableCellsMax = 200_000;
/** Fewer words than this beside a picture: the picture is the document. */
const fewWords = 20;

/** The reader of DOCX, PPTX, ODT, ODP and RTF; `readPicture` reads the pictures of a file with hardly any text. */
export function officeReader(readPicture: Reader): Reader {
  return async (bytes, name, options) => {
    const document = await readOffice(bytes, name, options);
    const isText = document.mediaType === mediaTypes.rtf || countWords(document) >= fewWords;
    return isText ? document : addPicturePages(bytes, document, readPicture, options);
  };
}

const readOffice: Reader = async (bytes, name, options) => {
  const mediaType = mediaTypeOf(bytes, name);
  if (isOle(bytes))
    throw new Failure('password_protected', 'The file is protected by a password; save it without one');
  if (mediaType !== mediaTypes.rtf) checkArchive(bytes, options.limits);
  const ast = await parse(bytes, fileTypes[mediaType] ?? 'docx', options.limits);
  const lines = officeToLines(ast);
  const pageCount = ast.metadata.pages;
  return plainDocument(
    mediaType,
    lines,
    options.limits,
    isBelievable(pageCount, lines.length) ? { pageCount } : {},
  );
};

async function parse(
  bytes: Uint8Array,
  fileType: SupportedFileType,
  limits: ReadingLimits,
): Promise<OfficeParserAST> {
  try {
    return await parseOffice(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      fileType,
      ignoreComments: true,
      ignoreSlideMasters: true,
      includeBreakNodes: true,
      decompressionLimits: {
        maxUncompressedBytes: limits.unpackedBytes,
        maxXmlElements: xmlElementsMax,
        maxTableCells: tableCellsMax,
      },
    });
  } catch (error) {
    throw toFailure(error);
  }
}

function toFailure(error: unknown): Failure {
  const code = (error as { officeIssue?: { code?: string } })?.officeIssue?.code ?? '';
  if (/^PASSWORD|DECRYPTION/.test(code))
    return new Failure('password_protected', 'The file is protected by a password; save it without one', {
      cause: error,
    });
  if (/LIMIT_EXCEEDED|NESTING_DEPTH/.test(code))
    return new Failure('limit_exceeded', 'The file unpacks to more than is allowed', { cause: error });
  return new Failure('corrupt_file', 'The file is damaged and cannot be read', { cause: error });
}

/** The writing program notes its pages; a number far from the text's own length is stale or a lie. */
function isBelievable(pages: number | undefined, lines: number): pages is number {
  return pages !== undefined && Number.isInteger(pages) && pages >= 1 && pages <= 3 + lines;
}

function countWords(document: Document): number {
  return document.pages.reduce(
    (sum, page) => sum + page.lines.reduce((words, line) => words + line.words.length, 0),
    0,
  );
}
