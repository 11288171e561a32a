/** Crops of the pages that wrong answers come from: what was given and what is right, boxed. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Box, Document, Page } from '../../reading/document.ts';
import { renderPageImage } from '../../reading/page-image.ts';
import { unionBox } from '../../reading/union-box.ts';
import type { Place } from './find-truth.ts';
import type { Miss } from './metrics.ts';

export type MissPicture = {
  readonly page: number;
  readonly width: number;
  readonly height: number;
  /** The part of the page that is shown, in fractions of it. */
  readonly crop: Box;
  readonly given: readonly Box[];
  readonly right: readonly Box[];
  /** A data URI; for formats without a picture the words are drawn from their boxes. */
  readonly image: string | undefined;
  readonly words: Page['lines'][number]['words'];
};

/** Wide enough to read small print of a crop that spans the page. */
const pageWidthPx = 1000;
/** Shown around the boxes, in fractions of the page. */
const marginX = 0.12;
const marginY = 0.03;

/** One crop for each page that a box stands on. Pages are drawn once for all misses of a file. */
export async function drawMisses(
  folder: string,
  misses: readonly Miss[],
  documents: ReadonlyMap<string, Document>,
): Promise<ReadonlyMap<Miss, readonly MissPicture[]>> {
  const pictures = new Map<Miss, readonly MissPicture[]>();
  for (const [file, own] of Map.groupBy(misses, (miss) => miss.file)) {
    const document = documents.get(file);
    if (document === undefined) continue;
    const bytes = await readFile(path.join(folder, file));
    const drawn = new Map<number, Promise<Uint8Array | undefined>>();
    const draw = (page: Page) => {
      const known = drawn.get(page.number) ?? drawPage(bytes, document, page);
      drawn.set(page.number, known);
      return known;
    };
    for (const miss of own) {
      const shown = new Set([...miss.given, ...miss.right].map((place) => place.page));
      const crops: MissPicture[] = [];
      for (const page of document.pages.filter(({ number }) => shown.has(number)))
        crops.push(await cropPage(page, miss, await draw(page)));
      pictures.set(miss, crops);
    }
  }
  return pictures;
}

/** Undefined for what has no picture (text, Office, mail) or cannot be drawn. */
function drawPage(bytes: Uint8Array, document: Document, page: Page): Promise<Uint8Array | undefined> {
  return renderPageImage(bytes, document.mediaType, {
    page: page.number,
    widthPx: pageWidthPx,
    rotation: page.rotation,
  }).catch(() => undefined);
}

async function cropPage(page: Page, miss: Miss, image: Uint8Array | undefined): Promise<MissPicture> {
  const on = (places: readonly Place[]) =>
    places.filter((place) => place.page === page.number).map(({ box }) => box);
  const [given, right] = [on(miss.given), on(miss.right)];
  const crop = widen(unionBox([...given, ...right]));
  return {
    page: page.number,
    width: page.width,
    height: page.height,
    crop,
    given,
    right,
    image: image && (await cut(image, crop)),
    words: image === undefined ? page.lines.flatMap((line) => line.words).filter(isIn(crop)) : [],
  };
}

function widen([left, top, width, height]: Box): Box {
  const from = [Math.max(0, left - marginX), Math.max(0, top - marginY)] as const;
  return [
    ...from,
    Math.min(1, left + width + marginX) - from[0],
    Math.min(1, top + height + marginY) - from[1],
  ];
}

const isIn =
  ([left, top, width, height]: Box) =>
  ({ box }: { readonly box: Box }): boolean =>
    box[0] + box[2] > left && box[0] < left + width && box[1] >= top && box[1] + box[3] <= top + height;

async function cut(image: Uint8Array, [left, top, width, height]: Box): Promise<string> {
  const whole = await sharp(image).metadata();
  const x = Math.floor(left * whole.width);
  const y = Math.floor(top * whole.height);
  const part = {
    left: x,
    top: y,
    width: Math.max(1, Math.min(whole.width - x, Math.ceil(width * whole.width))),
    height: Math.max(1, Math.min(whole.height - y, Math.ceil(height * whole.height))),
  };
  const bytes = await sharp(image).extract(part).webp({ quality: 60 }).toBuffer();
  return `data:image/webp;base64,${bytes.toString('base64')}`;
}
