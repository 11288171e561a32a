/**
 * What a file is, told by its content; its name only breaks ties (a CSV and a TXT are both plain text).
 *
 * Two steps, since an upload is judged by its first bytes while it streams: `sniffMediaType` looks at the
 * head and believes the name inside a family (a zip named .docx), `mediaTypeOf` has the whole file and does not.
 */
import { unpackEntry } from './archive-check.ts';
import { type ArchiveEntry, listArchive } from './archive-directory.ts';
import { isOle, listOleStreams } from './office-ole.ts';
import { looksBinary } from './text-decode.ts';
import { sniffTextMediaType } from './text-media-type.ts';

/** Bytes of the head that `sniffMediaType` wants. */
export const sniffedBytes = 4_096;

const ooxml = 'application/vnd.openxmlformats-officedocument.';
export const mediaTypes = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  tiff: 'image/tiff',
  webp: 'image/webp',
  bmp: 'image/bmp',
  gif: 'image/gif',
  heic: 'image/heic',
  avif: 'image/avif',
  docx: `${ooxml}wordprocessingml.document`,
  xlsx: `${ooxml}spreadsheetml.sheet`,
  pptx: `${ooxml}presentationml.presentation`,
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  msg: 'application/vnd.ms-outlook',
  rtf: 'application/rtf',
  text: 'text/plain',
  markdown: 'text/markdown',
  html: 'text/html',
  csv: 'text/csv',
  xml: 'application/xml',
  svg: 'image/svg+xml',
  mail: 'message/rfc822',
  zip: 'application/zip',
  ole: 'application/x-ole-storage',
  unknown: 'application/octet-stream',
} as const;

export type MediaType = (typeof mediaTypes)[keyof typeof mediaTypes];

/** The type as far as the first bytes tell; among the types of one container the name decides. */
export function sniffMediaType(head: Uint8Array, name: string): MediaType {
  if (isZip(head)) return odfTypeInHead(head) ?? namedZipType(name) ?? mediaTypes.zip;
  if (isOle(head)) return oleType(listOleStreams(head), name) ?? namedOleType(name) ?? mediaTypes.ole;
  return sniffSimpleType(head, name);
}

/** The type of a whole file: containers are looked into. Never throws on a broken one. */
export function mediaTypeOf(bytes: Uint8Array, name: string): MediaType {
  if (isZip(bytes)) return zipType(bytes, name);
  if (isOle(bytes)) return oleType(listOleStreams(bytes), name) ?? namedOleType(name) ?? mediaTypes.ole;
  return sniffSimpleType(bytes.subarray(0, sniffedBytes), name);
}

/** Lower-case ending of a file name without its dot; empty where there is none. */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

const magics: readonly (readonly [MediaType, string])[] = [
  [mediaTypes.png, '\x89PNG\r\n\x1a\n'],
  [mediaTypes.jpeg, '\xff\xd8\xff'],
  [mediaTypes.gif, 'GIF87a'],
  [mediaTypes.gif, 'GIF89a'],
  [mediaTypes.tiff, 'II*\0'],
  [mediaTypes.tiff, 'MM\0*'],
  [mediaTypes.tiff, 'II+\0'],
  [mediaTypes.tiff, 'MM\0+'],
  [mediaTypes.rtf, '{\\rtf'],
];

/** Sizes a BMP's second header can have; two letters alone would take a text that starts with "BM". */
const bmpHeaderBytes = [12, 40, 52, 56, 64, 108, 124];
const heicBrands = /^(heic|heix|heim|heis|hevc|hevx|mif1|msf1)$/;

function sniffSimpleType(head: Uint8Array, name: string): MediaType {
  const latin = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 1_029)).toString('latin1');
  for (const [mediaType, magic] of magics) if (latin.startsWith(magic)) return mediaType;
  if (latin.startsWith('RIFF') && latin.slice(8, 12) === 'WEBP') return mediaTypes.webp;
  if (latin.startsWith('BM') && bmpHeaderBytes.includes(head[14] ?? 0)) return mediaTypes.bmp;
  if (latin.slice(4, 8) === 'ftyp') {
    const brand = latin.slice(8, 12);
    if (heicBrands.test(brand)) return mediaTypes.heic;
    if (brand.startsWith('avi')) return mediaTypes.avif;
  }
  // Readers accept a PDF whose header stands within the first 1,024 bytes, and such files are sent.
  const pdfAt = latin.indexOf('%PDF-');
  if (pdfAt === 0 || (pdfAt > 0 && pdfAt <= 1_024 && extensionOf(name) !== 'eml')) return mediaTypes.pdf;
  if (looksBinary(head)) return mediaTypes.unknown;
  return sniffTextMediaType(head, name);
}

function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && bytes[3] === bytes[2]! + 1
  );
}

function zipType(bytes: Uint8Array, name: string): MediaType {
  const entries = listArchive(bytes);
  // A broken directory: the name says which reader shall report it.
  if (entries === undefined) return odfTypeInHead(bytes) ?? namedZipType(name) ?? mediaTypes.zip;
  const has = (start: string) => entries.some((entry) => entry.name.replaceAll('\\', '/').startsWith(start));
  if (has('word/')) return mediaTypes.docx;
  if (has('xl/')) return mediaTypes.xlsx;
  if (has('ppt/')) return mediaTypes.pptx;
  return odfType(bytes, entries) ?? mediaTypes.zip;
}

const odfTypes: readonly MediaType[] = [mediaTypes.odt, mediaTypes.ods, mediaTypes.odp];

/** An OpenDocument file names its type in an entry `mimetype`, by the book stored as it is and as its first. */
function odfType(bytes: Uint8Array, entries: readonly ArchiveEntry[]): MediaType | undefined {
  const entry = entries.find((candidate) => candidate.name === 'mimetype');
  const content = entry && unpackEntry(bytes, entry, 200);
  return content && namedOdfType(Buffer.from(content).toString('latin1'));
}

function odfTypeInHead(head: Uint8Array): MediaType | undefined {
  const latin = Buffer.from(head.subarray(30, 150)).toString('latin1');
  return latin.startsWith('mimetype') ? namedOdfType(latin.slice('mimetype'.length)) : undefined;
}

function namedOdfType(text: string): MediaType | undefined {
  return odfTypes.find((mediaType) => text.startsWith(mediaType));
}

const zipTypeByExtension: Readonly<Record<string, MediaType>> = {
  docx: mediaTypes.docx,
  docm: mediaTypes.docx,
  dotx: mediaTypes.docx,
  xlsx: mediaTypes.xlsx,
  xlsm: mediaTypes.xlsx,
  pptx: mediaTypes.pptx,
  pptm: mediaTypes.pptx,
  odt: mediaTypes.odt,
  ods: mediaTypes.ods,
  odp: mediaTypes.odp,
};

function namedZipType(name: string): MediaType | undefined {
  return zipTypeByExtension[extensionOf(name)];
}

function oleType(streams: ReadonlyMap<string, number | undefined>, name: string): MediaType | undefined {
  if (streams.has('worddocument')) return mediaTypes.doc;
  if (streams.has('workbook') || streams.has('book')) return mediaTypes.xls;
  if (streams.has('__properties_version1.0')) return mediaTypes.msg;
  if (streams.has('powerpoint document')) return mediaTypes.ppt;
  // A DOCX, XLSX or PPTX under a password: the reader of its kind says so.
  if (streams.has('encryptedpackage')) return namedZipType(name) ?? mediaTypes.docx;
  return undefined;
}

function namedOleType(name: string): MediaType | undefined {
  const types: Readonly<Record<string, MediaType>> = {
    doc: mediaTypes.doc,
    xls: mediaTypes.xls,
    msg: mediaTypes.msg,
  };
  return types[extensionOf(name)];
}
