import { inkThreshold } from './paddle-spaces.ts';
import { fromPicture, type Picture, toPicture } from './picture.ts';

/**
 * Pages of 100 dots an inch and thumbnails, twice as large: of 8 forms Tesseract then read .87 of the words
 * instead of .77, of 12 thumbnails .78 of the values were found instead of .70. Receipts with larger letters
 * lose by it.
 */
export async function enlargeSmallPrint(
  picture: Picture,
): Promise<{ picture: Picture; isSmallPrint: boolean }> {
  const short = Math.min(picture.width, picture.height);
  const isThumbnail = short < THUMBNAIL_SIDE;
  const isSmallPrint = !isThumbnail && hasSmallPrint(picture);
  if (!isThumbnail && !isSmallPrint) return { picture, isSmallPrint };
  const enlarged = fromPicture(picture).resize({ width: picture.width * 2, kernel: 'cubic' });
  return { picture: await toPicture(enlarged), isSmallPrint };
}

/** Pages only: specks on receipts look like small print, and their letters are large. */
function hasSmallPrint(picture: Picture): boolean {
  const { width, height } = picture;
  const isPage = height < PAGE_SHAPE_MAX * width && Math.min(width, height) < SMALL_SIDE;
  return isPage && (letterHeight(picture) ?? HEIGHT_MIN) < HEIGHT_MIN;
}

const PAGE_SHAPE_MAX = 1.5;
const THUMBNAIL_SIDE = 450;
/** A page this wide has letters of 13 pixels. */
const SMALL_SIDE = 1240;
/** Forms at 100 dots an inch have 6 to 9, receipts that gain nothing 12 and more. */
const HEIGHT_MIN = 11;

/**
 * Height of most small letters in pixels, by the patches of ink; undefined where there are too few. A page
 * of 10 points at 100 dots an inch has 7, a receipt from a phone 15 and more.
 */
function letterHeight({ data, width, height }: Picture): number | undefined {
  const threshold = inkThreshold(data);
  const isSeen = new Uint8Array(data.length);
  const stack = new Int32Array(data.length);
  const heights: number[] = [];
  for (let start = 0; start < data.length; start++) {
    if (isSeen[start] || data[start]! > threshold) continue;
    let [top, bottom, left, right, count, depth] = [height, 0, width, 0, 0, 0];
    stack[depth++] = start;
    isSeen[start] = 1;
    while (depth > 0) {
      const at = stack[--depth]!;
      const x = at % width;
      const y = (at - x) / width;
      count++;
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      left = Math.min(left, x);
      right = Math.max(right, x);
      for (const next of [x > 0 ? at - 1 : at, x < width - 1 ? at + 1 : at, at - width, at + width]) {
        if (next < 0 || next >= data.length || isSeen[next] || data[next]! > threshold) continue;
        isSeen[next] = 1;
        stack[depth++] = next;
      }
    }
    const patchHeight = bottom - top + 1;
    const patchWidth = right - left + 1;
    const isLetter = count >= 6 && patchHeight >= 4 && patchHeight <= 80 && patchWidth <= 3 * patchHeight;
    if (isLetter && patchWidth * 6 >= patchHeight) heights.push(patchHeight);
  }
  if (heights.length < LETTERS_MIN) return undefined;
  heights.sort((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)];
}

const LETTERS_MIN = 40;
