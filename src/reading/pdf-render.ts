import { Failure } from '../errors.ts';
import type { Picture } from './ocr/picture.ts';
import type { PdfDocument } from './pdf-document.ts';

const GRAY = 1;
const BGRX = 3;
const WHITE = 0xffffffff;
const WITH_ANNOTATIONS = 0x01;
/** Red and blue swapped, so that the bytes come as sharp reads them. */
const AS_RGB = 0x10;

/** The page as a viewer shows it, form fields and notes included, in gray. */
export function renderPdfPage(pdf: PdfDocument, page: number, dpi: number, pixelsMax: number): Picture {
  const { width, height } = sizeAt(pdf, page, dpi / 72, pixelsMax);
  return { data: draw(pdf, page, width, height, GRAY), width, height };
}

/** The page in colour, four bytes a pixel (red, green, blue, unused), that many pixels wide. */
export function renderPdfPageInColour(
  pdf: PdfDocument,
  page: number,
  widthPx: number,
  pixelsMax: number,
): Picture {
  const scale = widthPx / Math.max(1, pdf.pdfium.FPDF_GetPageWidthF(page));
  const { width, height } = sizeAt(pdf, page, scale, pixelsMax);
  return { data: draw(pdf, page, width, height, BGRX), width, height };
}

/** A page may claim to be a mile wide: what it would take is checked before a byte is taken. */
function sizeAt(
  { pdfium, isEndless }: PdfDocument,
  page: number,
  scale: number,
  pixelsMax: number,
): { width: number; height: number } {
  if (isEndless) {
    throw new Failure('limit_exceeded', 'The PDF has a pattern of tiles too small to be drawn.');
  }
  const width = Math.max(1, Math.round(pdfium.FPDF_GetPageWidthF(page) * scale));
  const height = Math.max(1, Math.round(pdfium.FPDF_GetPageHeightF(page) * scale));
  if (width * height > pixelsMax) {
    throw new Failure('limit_exceeded', `The page would take ${width} by ${height} pixels to draw.`);
  }
  return { width, height };
}

function draw(
  { pdfium, form }: PdfDocument,
  page: number,
  width: number,
  height: number,
  format: typeof GRAY | typeof BGRX,
): Uint8Array {
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, format, 0, 0);
  if (bitmap === 0) throw new Failure('limit_exceeded', 'There is not enough memory to draw the page.');
  try {
    const flags = WITH_ANNOTATIONS | (format === BGRX ? AS_RGB : 0);
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags);
    pdfium.FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, flags);
    const stride = pdfium.FPDFBitmap_GetStride(bitmap);
    const buffer = pdfium.FPDFBitmap_GetBuffer(bitmap);
    const rowBytes = width * (format === BGRX ? 4 : 1);
    const memory = pdfium.pdfium.HEAPU8;
    if (stride === rowBytes) return memory.slice(buffer, buffer + stride * height);
    const data = new Uint8Array(rowBytes * height);
    for (let y = 0; y < height; y++) {
      data.set(memory.subarray(buffer + y * stride, buffer + y * stride + rowBytes), y * rowBytes);
    }
    return data;
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap);
  }
}
