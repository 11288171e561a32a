/** Invoices in XML that ride inside a PDF: Factur-X, ZUGFeRD, XRechnung, UBL. */
import type { Attachment } from './document.ts';
import type { PdfDocument } from './pdf-document.ts';
import { memoryView, readUtf16, withMemory } from './pdfium.ts';

export function readXmlAttachments(pdf: PdfDocument, attachmentsMax: number): Attachment[] {
  const { pdfium } = pdf;
  const count = Math.min(pdfium.FPDFDoc_GetAttachmentCount(pdf.handle), attachmentsMax);
  const attachments: Attachment[] = [];
  for (let index = 0; index < count; index++) {
    const handle = pdfium.FPDFDoc_GetAttachment(pdf.handle, index);
    if (handle === 0) continue;
    const name = readUtf16(pdfium, (pointer, bytes) => pdfium.FPDFAttachment_GetName(handle, pointer, bytes));
    const bytes = readAttachment(pdf, handle);
    if (bytes === undefined) continue;
    const xml = decodeXml(bytes);
    if (xml !== undefined) attachments.push({ name, mediaType: 'application/xml', xml });
  }
  return attachments;
}

/** An invoice in XML is some 20 kB; one of 5 MB is no invoice. */
const XML_BYTES_MAX = 5 * 1024 * 1024;

function readAttachment({ pdfium }: PdfDocument, handle: number): Uint8Array | undefined {
  const size = withMemory(pdfium, 4, (pointer) => {
    const isKnown = pdfium.FPDFAttachment_GetFile(handle, 0, 0, pointer);
    return isKnown ? memoryView(pdfium, pointer, 4).getUint32(0, true) : 0;
  });
  if (size === 0 || size > XML_BYTES_MAX) return undefined;
  return withMemory(pdfium, size + 4, (pointer) => {
    if (!pdfium.FPDFAttachment_GetFile(handle, pointer, size, pointer + size)) return undefined;
    return pdfium.pdfium.HEAPU8.slice(pointer, pointer + size);
  });
}

function decodeXml(bytes: Uint8Array): string | undefined {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const encoding = isUtf16 ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  return /^\s*<(\?xml|[A-Za-z_])/.test(text) && !/^\s*<!?(html|doctype html)/i.test(text) ? text : undefined;
}
