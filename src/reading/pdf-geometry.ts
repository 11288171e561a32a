import type { PdfDocument } from './pdf-document.ts';
import { memoryView, withMemory } from './pdfium.ts';

/** Left, top, right and bottom as fractions of the page as a viewer shows it. */
export type Edges = readonly [left: number, top: number, right: number, bottom: number];

export type Rotation = 0 | 90 | 180 | 270;

/** How the coordinates of a page's content become fractions of the page as shown: turned and cropped. */
export type PageGeometry = {
  /** Size as shown, in points. */
  readonly width: number;
  readonly height: number;
  readonly toEdges: (left: number, bottom: number, right: number, top: number) => Edges;
  /** The direction in which text of that angle (radians clockwise in the content) runs on the page as shown. */
  readonly direction: (angle: number) => Rotation;
};

/** The library maps to whole device pixels: a large device keeps the fractions exact to a millionth. */
const DEVICE = 1_000_000;
/** Two points so far apart give the scale of the map without loss. */
const SPAN = 1000;

export function pageGeometry({ pdfium }: PdfDocument, page: number): PageGeometry {
  const map = (x: number, y: number): readonly [number, number] =>
    withMemory(pdfium, 8, (pointer) => {
      pdfium.FPDF_PageToDevice(page, 0, 0, DEVICE, DEVICE, 0, x, y, pointer, pointer + 4);
      const view = memoryView(pdfium, pointer, 8);
      return [view.getInt32(0, true) / DEVICE, view.getInt32(4, true) / DEVICE];
    });
  const [x0, y0] = map(0, 0);
  const [xx, xy] = map(SPAN, 0);
  const [yx, yy] = map(0, SPAN);
  const a = (xx - x0) / SPAN;
  const b = (xy - y0) / SPAN;
  const c = (yx - x0) / SPAN;
  const d = (yy - y0) / SPAN;
  const width = pdfium.FPDF_GetPageWidthF(page);
  const height = pdfium.FPDF_GetPageHeightF(page);
  return {
    width,
    height,
    toEdges(left, bottom, right, top) {
      const xs = [x0 + a * left + c * bottom, x0 + a * right + c * top];
      const ys = [y0 + b * left + d * bottom, y0 + b * right + d * top];
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    },
    direction(angle) {
      const dx = (a * Math.cos(angle) - c * Math.sin(angle)) * width;
      const dy = (b * Math.cos(angle) - d * Math.sin(angle)) * height;
      if (Math.abs(dx) >= Math.abs(dy)) return dx >= 0 ? 0 : 180;
      return dy >= 0 ? 90 : 270;
    },
  };
}

/** The edges after the page was turned clockwise. */
export function turnEdges([left, top, right, bottom]: Edges, rotation: Rotation): Edges {
  switch (rotation) {
    case 0:
      return [left, top, right, bottom];
    case 90:
      return [1 - bottom, left, 1 - top, right];
    case 180:
      return [1 - right, 1 - bottom, 1 - left, 1 - top];
    case 270:
      return [top, 1 - right, bottom, 1 - left];
  }
}

export function isOnPage([left, top, right, bottom]: Edges): boolean {
  return right > 0 && bottom > 0 && left < 1 && top < 1;
}
