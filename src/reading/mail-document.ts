/** A mail, from whichever format, as a Document: its header lines, its body, its attachments with readings of their own. */
import { Failure } from '../errors.ts';
import type { Attachment, Document, Warning } from './document.ts';
import { parseHtml } from './html.ts';
import type { ReadingLimits } from './limits.ts';
import { sniffMediaType } from './media-type.ts';
import { plainDocument, textToLines } from './plain-layout.ts';
import type { PlainLine } from './plain-line.ts';
import type { Reader, ReadingOptions } from './reader.ts';
import { normaliseText } from './text-normalise.ts';

export type Mail = {
  /** Label and value, as they are to be printed: `From`, `Anna <anna@example.org>`. */
  readonly headers: readonly (readonly [label: string, value: string])[];
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly MailAttachment[];
  readonly warnings?: readonly Warning[];
};

export type MailAttachment = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Shown inside the body, as logos are. */
  readonly isInline: boolean;
};

/** Inline pictures below this are logos and signatures; a photographed page has 100 KB and more. */
const inlinePictureBytesMin = 40_000;
/** Signatures and calendar data: no document, and nothing worth a warning. */
const furniture = /\.(p7s|asc|sig|ics|vcf)$/i;

/**
 * `pages` are the mail's own; pages of attachments stand in their own Documents. All attachments together
 * keep the limits of one file, so that fifty scans in a mail cost no more than one file of fifty pages.
 */
export async function mailToDocument(
  mediaType: string,
  mail: Mail,
  readInner: Reader,
  options: ReadingOptions,
): Promise<Document> {
  const body = bodyLines(mail);
  const { attachments, warnings } = await readAttachments(mail.attachments, readInner, options);
  return plainDocument(mediaType, [...headerLines(mail.headers), ...body.lines], options.limits, {
    attachments,
    warnings: [...(mail.warnings ?? []), ...body.warnings, ...warnings],
  });
}

function headerLines(headers: Mail['headers']): PlainLine[] {
  const lines = headers
    .filter(([, value]) => value.trim() !== '')
    .map(([label, value]): PlainLine => {
      const text = `${`${label}:`.padEnd(12)}${value.replace(/\s+/g, ' ').trim()}`;
      return label === 'Subject' ? { text, bold: true } : { text, bold: [[0, label.length + 1]] };
    });
  return lines.length === 0 ? [] : [...lines, { text: '' }];
}

/** The plain part, unless the HTML says far more: some programs send "please view as HTML" as the text. */
function bodyLines(mail: Mail): { lines: readonly PlainLine[]; warnings: readonly Warning[] } {
  const text = mail.text?.trim() ? textToLines(mail.text) : undefined;
  if (mail.html === undefined || mail.html.trim() === '') return { lines: text ?? [], warnings: [] };
  const html = parseHtml(mail.html);
  if (text !== undefined && countLetters(text) * 2 >= countLetters(html.lines))
    return { lines: text, warnings: [] };
  return html;
}

function countLetters(lines: readonly PlainLine[]): number {
  return lines.reduce((sum, line) => sum + line.text.replace(/\s+/g, '').length, 0);
}

async function readAttachments(
  attachments: readonly MailAttachment[],
  readInner: Reader,
  options: ReadingOptions,
): Promise<{ attachments: Attachment[]; warnings: Warning[] }> {
  const read: Attachment[] = [];
  const warnings: Warning[] = [];
  let limits: ReadingLimits = { ...options.limits, nesting: options.limits.nesting - 1 };
  for (const attachment of attachments.slice(0, options.limits.attachments)) {
    const name = cleanName(attachment.name);
    const mediaType = sniffMediaType(attachment.bytes, name);
    if (isSkipped(attachment, mediaType)) {
      if (!furniture.test(name)) read.push({ name, mediaType });
      continue;
    }
    try {
      assertRoom(options.limits, limits);
      const document = await readInner(attachment.bytes, name, { ...options, limits });
      limits = remainingLimits(limits, document);
      read.push({ name, mediaType: document.mediaType, document });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      read.push({ name, mediaType });
      warnings.push({ code: 'attachment_unreadable', message: `${name}: ${error.message}` });
    }
  }
  const left = attachments.length - options.limits.attachments;
  if (left > 0)
    warnings.push({ code: 'content_left_out', message: `${left} attachments past the limit were left out` });
  return { attachments: read, warnings };
}

function isSkipped({ bytes, name, isInline }: MailAttachment, mediaType: string): boolean {
  if (bytes.length === 0 || furniture.test(name)) return true;
  return isInline && mediaType.startsWith('image/') && bytes.length < inlinePictureBytesMin;
}

function assertRoom(whole: ReadingLimits, left: ReadingLimits): void {
  if (left.nesting < 0)
    throw new Failure(
      'limit_exceeded',
      `attachments nested deeper than ${whole.nesting} levels are not read`,
    );
  if (left.pages <= 0 || left.words <= 0)
    throw new Failure('limit_exceeded', 'the attachments before it used up the pages of one file');
}

function remainingLimits(limits: ReadingLimits, document: Document): ReadingLimits {
  const documents = [document, ...innerDocuments(document)];
  const pages = documents.flatMap((inner) => inner.pages);
  const words = pages.reduce(
    (sum, page) => sum + page.lines.reduce((count, line) => count + line.words.length, 0),
    0,
  );
  return {
    ...limits,
    pages: limits.pages - pages.length,
    ocrPages: Math.max(0, limits.ocrPages - pages.filter((page) => page.source === 'ocr').length),
    words: limits.words - words,
  };
}

function innerDocuments(document: Document): Document[] {
  return document.attachments.flatMap(({ document: inner }) =>
    inner === undefined ? [] : [inner, ...innerDocuments(inner)],
  );
}

/** A name a person can read, without folders: "..\\..\\x.pdf" gives "x.pdf". */
function cleanName(name: string): string {
  const base = normaliseText(name).split(/[\\/]/).at(-1) ?? '';
  return base.replace(/\s+/g, ' ').trim().slice(0, 200) || 'attachment';
}
