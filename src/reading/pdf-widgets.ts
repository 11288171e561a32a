/** What was filled into a PDF form, and notes typed onto its pages: both lie beside the text layer. */
import type { PdfDocument } from './pdf-document.ts';
import { type Edges, isOnPage, type PageGeometry } from './pdf-geometry.ts';
import type { PdfWord } from './pdf-words.ts';
import { memoryView, readUtf16, withMemory } from './pdfium.ts';

/** How the state of a check box or radio button is written as a word. */
export const CHECKED = '☒';
export const UNCHECKED = '☐';

/** Values of form fields, states of check boxes and typed notes as words in their boxes. */
export function readWidgets(pdf: PdfDocument, page: number, geometry: PageGeometry): PdfWord[] {
  const { pdfium } = pdf;
  const count = Math.min(pdfium.FPDFPage_GetAnnotCount(page), ANNOTATIONS_MAX);
  const words: PdfWord[] = [];
  for (let index = 0; index < count; index++) {
    const annotation = pdfium.FPDFPage_GetAnnot(page, index);
    if (annotation === 0) continue;
    try {
      for (const word of readAnnotation(pdf, annotation, geometry)) words.push({ ...word, formField: index });
    } finally {
      pdfium.FPDFPage_CloseAnnot(annotation);
    }
  }
  return words;
}

const ANNOTATIONS_MAX = 5000;
const SUBTYPE_FREE_TEXT = 3;
const SUBTYPE_WIDGET = 20;
const FLAG_HIDDEN = 1 << 1;
const FLAG_NO_VIEW = 1 << 5;
const FIELD_CHECK_BOX = 2;
const FIELD_RADIO_BUTTON = 3;
/** Left, centre, right: the share of a line's free room that lies to its left. */
const ALIGNMENTS: readonly number[] = [0, 0.5, 1];
const FIELDS_WITH_TEXT: readonly number[] = [4, 5, 6];

function readAnnotation(pdf: PdfDocument, annotation: number, geometry: PageGeometry): PdfWord[] {
  const { pdfium, form } = pdf;
  const subtype = pdfium.FPDFAnnot_GetSubtype(annotation);
  if (subtype !== SUBTYPE_WIDGET && subtype !== SUBTYPE_FREE_TEXT) return [];
  if ((pdfium.FPDFAnnot_GetFlags(annotation) & (FLAG_HIDDEN | FLAG_NO_VIEW)) !== 0) return [];
  const edges = annotationEdges(pdf, annotation, geometry);
  if (edges === undefined || !isOnPage(edges)) return [];
  if (subtype === SUBTYPE_FREE_TEXT) {
    const text = readUtf16(pdfium, (pointer, bytes) =>
      pdfium.FPDFAnnot_GetStringValue(annotation, 'Contents', pointer, bytes),
    );
    return layText(text, edges, geometry, undefined, 0);
  }
  const type = pdfium.FPDFAnnot_GetFormFieldType(form, annotation);
  if (type === FIELD_CHECK_BOX || type === FIELD_RADIO_BUTTON) {
    const text = pdfium.FPDFAnnot_IsChecked(form, annotation) ? CHECKED : UNCHECKED;
    return [{ text, edges, direction: 0, bold: false }];
  }
  if (!FIELDS_WITH_TEXT.includes(type)) return [];
  const value = readUtf16(pdfium, (pointer, bytes) =>
    pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, pointer, bytes),
  );
  const align = ALIGNMENTS[pdfium.EPDFAnnot_GetTextAlignment(annotation)] ?? 0;
  return layText(value, edges, geometry, fontSize(pdf, annotation), align);
}

function annotationEdges(
  { pdfium }: PdfDocument,
  annotation: number,
  geometry: PageGeometry,
): Edges | undefined {
  return withMemory(pdfium, 16, (pointer) => {
    if (!pdfium.FPDFAnnot_GetRect(annotation, pointer)) return undefined;
    const view = memoryView(pdfium, pointer, 16);
    const [left, top, right, bottom] = [0, 4, 8, 12].map((at) => view.getFloat32(at, true)) as number[];
    const edges = geometry.toEdges(left!, bottom!, right!, top!);
    return edges.every(Number.isFinite) ? edges : undefined;
  });
}

/** Undefined where the viewer chooses the size. */
function fontSize({ pdfium, form }: PdfDocument, annotation: number): number | undefined {
  return withMemory(pdfium, 4, (pointer) => {
    if (!pdfium.FPDFAnnot_GetFontSize(form, annotation, pointer)) return undefined;
    const size = memoryView(pdfium, pointer, 4).getFloat32(0, true);
    return size > 2 && size < 100 ? size : undefined;
  });
}

/** Mean width of a letter of text fonts, of the font size. */
const LETTER_WIDTH = 0.5;
const LINE_HEIGHT = 1.15;
/** Size of the letters in a field of several lines that does not tell it. */
const USUAL_SIZE = 10;

/**
 * Lays a value into its field: the word order is right, the boxes are near the truth. The drawn appearance
 * would give exact boxes, but is missing or stale in many filled forms.
 */
function layText(
  text: string,
  edges: Edges,
  geometry: PageGeometry,
  size: number | undefined,
  align: number,
): PdfWord[] {
  const [left, top, right, bottom] = edges;
  const width = (right - left) * geometry.width;
  const height = (bottom - top) * geometry.height;
  const isLow = height < 2.2 * (size ?? USUAL_SIZE) * LINE_HEIGHT;
  const letterSize = size ?? (isLow ? Math.max(4, height / LINE_HEIGHT / 1.2) : USUAL_SIZE);
  const lines = wrapText(text, Math.max(1, Math.floor(width / (letterSize * LETTER_WIDTH))), isLow);
  if (lines.length === 0) return [];
  const longest = Math.max(...lines.map((line) => line.length));
  const letter = Math.min((letterSize * LETTER_WIDTH) / geometry.width, (right - left) / longest);
  const lineHeight = Math.min((letterSize * LINE_HEIGHT) / geometry.height, (bottom - top) / lines.length);
  const firstTop = lines.length === 1 && isLow ? (top + bottom - lineHeight) / 2 : top;
  return lines.flatMap((line, row) => {
    const lineTop = firstTop + row * lineHeight;
    const lineLeft = left + align * (right - left - line.length * letter);
    return [...line.matchAll(/\S+/g)].map((match): PdfWord => {
      const from = lineLeft + match.index * letter;
      const to = from + match[0].length * letter;
      return { text: match[0], edges: [from, lineTop, to, lineTop + lineHeight], direction: 0, bold: false };
    });
  });
}

function wrapText(text: string, lettersMax: number, isOneLine: boolean): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r\n|[\r\n]/)) {
    let line = '';
    for (const word of paragraph.split(/\s+/)) {
      if (!isOneLine && line !== '' && line.length + 1 + word.length > lettersMax) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    if (line !== '') lines.push(line);
  }
  return lines;
}
