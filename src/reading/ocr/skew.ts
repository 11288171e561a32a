/** Small angles by which a scan or photo hangs, and pictures turned straight. */
import type { Box } from '../document.ts';
import { fromPicture, type Picture, shrinkPicture, toPicture } from './picture.ts';

/** A picture turned straight, and the way back for the boxes found on it. */
export type Straightened = {
  readonly picture: Picture;
  /** A box of the straight picture, in pixels, as fractions of the picture it was made from. */
  readonly toOriginal: (left: number, top: number, right: number, bottom: number) => Box;
};

/** Lines of text stay separable at this size, and an angle costs 15 ms to find. */
const SEARCH_SIDE = 900;
const ANGLE_MAX = 7;
/** Below this Tesseract and the layout manage by themselves, and turning blurs the letters. */
const ANGLE_MIN = 0.6;
/** A straightened page shows its lines so much more clearly; less is chance. */
const GAIN_MIN = 1.15;

export async function straighten(picture: Picture): Promise<Straightened> {
  const angle = await findSkew(picture);
  if (angle === 0) return { picture, toOriginal: boxMapper(picture, picture, 0) };
  const turned = await toPicture(fromPicture(picture).rotate(-angle, { background: '#ffffff' }));
  return { picture: turned, toOriginal: boxMapper(picture, turned, angle) };
}

/** Whether there is less ink than a word of text has. */
export async function isBlank(picture: Picture): Promise<boolean> {
  return findEdges(await shrinkPicture(picture, SEARCH_SIDE)).length < 20;
}

/** Degrees clockwise by which the lines of text hang; 0 where the picture is straight or has no lines. */
export async function findSkew(picture: Picture): Promise<number> {
  const small = await shrinkPicture(picture, SEARCH_SIDE);
  const edges = findEdges(small);
  if (edges.length < 400) return 0;
  const clarity = (angle: number): number => lineClarity(edges, small, angle);
  const coarse = bestAngle(clarity, -ANGLE_MAX, ANGLE_MAX, 0.5);
  const angle = bestAngle(clarity, coarse - 0.4, coarse + 0.4, 0.1);
  const isClear = clarity(angle) > GAIN_MIN * clarity(0) && Math.abs(coarse) < ANGLE_MAX;
  return isClear && Math.abs(angle) >= ANGLE_MIN ? angle : 0;
}

function bestAngle(clarity: (angle: number) => number, from: number, to: number, step: number): number {
  let best = { angle: from, value: -1 };
  for (let angle = from; angle <= to + step / 2; angle += step) {
    const value = clarity(angle);
    if (value > best.value) best = { angle, value };
  }
  return Math.round(best.angle * 10) / 10;
}

/** Brightness falls by so much from one row to the next at the upper edge of ink, also in a shadow. */
const EDGE_MIN = 40;

/** Upper edges of ink as index of the pixel. */
function findEdges({ data, width, height }: Picture): Int32Array {
  const edges: number[] = [];
  for (let at = 0; at < width * (height - 1); at++) {
    if (data[at]! - data[at + width]! > EDGE_MIN) edges.push(at);
  }
  return Int32Array.from(edges);
}

/** How sharply rows with edges part from rows without, when looked at along that angle. */
function lineClarity(edges: Int32Array, { width, height }: Picture, angle: number): number {
  const slope = Math.tan((angle * Math.PI) / 180);
  const offset = Math.ceil(Math.abs(slope) * width);
  const counts = new Float64Array(height + 2 * offset + 1);
  for (const at of edges) {
    const x = at % width;
    const y = (at - x) / width;
    counts[Math.round(y - x * slope) + offset]!++;
  }
  return counts.reduce((sum, count) => sum + count * count, 0);
}

function boxMapper(
  original: Picture,
  turned: Picture,
  angle: number,
): (left: number, top: number, right: number, bottom: number) => Box {
  const radians = (angle * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  return (left, top, right, bottom) => {
    const x = (left + right) / 2 - turned.width / 2;
    const y = (top + bottom) / 2 - turned.height / 2;
    const middleX = x * cos - y * sin + original.width / 2;
    const middleY = x * sin + y * cos + original.height / 2;
    const width = right - left;
    const height = bottom - top;
    const fractions = [
      (middleX - width / 2) / original.width,
      (middleY - height / 2) / original.height,
      width / original.width,
      height / original.height,
    ].map((value) => Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5);
    return fractions as [number, number, number, number];
  };
}
