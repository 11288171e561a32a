/** What a PDF page shows besides text, to know whether its text layer is all there is to read. */
import type { PdfDocument } from './pdf-document.ts';
import { type Edges, type PageGeometry, pageGeometry } from './pdf-geometry.ts';
import { memoryView, withMemory } from './pdfium.ts';

export type PdfPageContent = {
  /** Share of the page that its largest picture covers, 0 to 1. */
  readonly imageShare: number;
  /** Pixels to the inch of that picture, where it could be told. */
  readonly imageDpi: number | undefined;
  /** Texts, pictures and strokes that are drawn. */
  readonly objects: number;
  /** Whether anything at all is drawn. */
  readonly isEmpty: boolean;
};

export function readPdfContent(pdf: PdfDocument, page: number): PdfPageContent {
  const { pdfium } = pdf;
  const geometry = pageGeometry(pdf, page);
  const count = pdfium.FPDFPage_CountObjects(page);
  let imageShare = 0;
  let imageDpi: number | undefined;
  for (let index = 0; index < Math.min(count, OBJECTS_MAX); index++) {
    const object = pdfium.FPDFPage_GetObject(page, index);
    const type = pdfium.FPDFPageObj_GetType(object);
    if (type !== OBJECT_IMAGE && !(type === OBJECT_FORM && holdsImage(pdf, object, FORM_DEPTH))) continue;
    const edges = objectEdges(pdf, object, geometry);
    const share = edges === undefined ? 0 : visibleShare(edges);
    if (edges === undefined || share <= imageShare) continue;
    imageShare = share;
    imageDpi = type === OBJECT_IMAGE ? dpiOf(pdf, object, edges, geometry) : undefined;
  }
  const isEmpty = count === 0 && pdfium.FPDFPage_GetAnnotCount(page) === 0;
  return { imageShare, imageDpi, objects: count, isEmpty };
}

const OBJECT_IMAGE = 3;
const OBJECT_FORM = 5;
/** A drawing may have a million strokes; pictures of whole pages stand among the first objects. */
const OBJECTS_MAX = 3000;
/** Scanners nest the picture in one or two groups; a group that holds itself must end. */
const FORM_DEPTH = 3;

function holdsImage(pdf: PdfDocument, form: number, depth: number): boolean {
  const { pdfium } = pdf;
  const count = Math.min(pdfium.FPDFFormObj_CountObjects(form), OBJECTS_MAX);
  for (let index = 0; index < count; index++) {
    const object = pdfium.FPDFFormObj_GetObject(form, index);
    const type = pdfium.FPDFPageObj_GetType(object);
    if (type === OBJECT_IMAGE) return true;
    if (type === OBJECT_FORM && depth > 0 && holdsImage(pdf, object, depth - 1)) {
      return true;
    }
  }
  return false;
}

function objectEdges({ pdfium }: PdfDocument, object: number, geometry: PageGeometry): Edges | undefined {
  return withMemory(pdfium, 16, (at) => {
    if (!pdfium.FPDFPageObj_GetBounds(object, at, at + 4, at + 8, at + 12)) return undefined;
    const view = memoryView(pdfium, at, 16);
    const [left, bottom, right, top] = [0, 4, 8, 12].map((offset) =>
      view.getFloat32(offset, true),
    ) as number[];
    return geometry.toEdges(left!, bottom!, right!, top!);
  });
}

function visibleShare([left, top, right, bottom]: Edges): number {
  const width = Math.min(1, right) - Math.max(0, left);
  const height = Math.min(1, bottom) - Math.max(0, top);
  return Math.max(0, width) * Math.max(0, height);
}

function dpiOf(
  { pdfium }: PdfDocument,
  object: number,
  [left, top, right, bottom]: Edges,
  geometry: PageGeometry,
): number | undefined {
  const pixels = withMemory(pdfium, 8, (at) => {
    if (!pdfium.FPDFImageObj_GetImagePixelSize(object, at, at + 4)) return 0;
    const view = memoryView(pdfium, at, 8);
    return view.getUint32(0, true) * view.getUint32(4, true);
  });
  const squareInches = ((right - left) * geometry.width * (bottom - top) * geometry.height) / 72 ** 2;
  return pixels > 0 && squareInches > 0 ? Math.sqrt(pixels / squareInches) : undefined;
}
