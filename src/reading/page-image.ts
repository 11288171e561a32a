/** Pages as pictures, for people to look at: upright, as they were read. */
import sharp, { type Sharp } from 'sharp';
import { Failure } from '../errors.ts';
import { corruptPicture, openImage } from './image-decode.ts';
import { defaultReadingLimits } from './limits.ts';
import { withPdf, withPdfPage } from './pdf-document.ts';
import type { Rotation } from './pdf-geometry.ts';
import { renderPdfPageInColour } from './pdf-render.ts';

export type PageImageOptions = {
  /** 1-based, as in the reading. */
  readonly page: number;
  readonly widthPx: number;
  /** The turn that the reading found necessary (`Page.rotation`); boxes then fit the picture. */
  readonly rotation?: Rotation;
};

/** Widest picture that is drawn; a screen shows no more. */
export const PAGE_IMAGE_WIDTH_MAX = 3000;

/** One page of a PDF or picture as WebP. Fails with `not_found` where there is no such page. */
export async function renderPageImage(
  bytes: Uint8Array,
  mediaType: string,
  { page, widthPx, rotation = 0 }: PageImageOptions,
): Promise<Uint8Array> {
  const width = Math.max(1, Math.min(PAGE_IMAGE_WIDTH_MAX, Math.round(widthPx)));
  if (mediaType === 'application/pdf') return renderPdf(bytes, page, width, rotation);
  if (!mediaType.startsWith('image/')) {
    throw new Failure('unsupported_format', `Files of type ${mediaType} have no picture of their pages.`);
  }
  const image = await openImage(bytes, defaultReadingLimits.pixels);
  if (page < 1 || page > image.pageCount) throw noSuchPage(page);
  return toWebp(await image.page(page - 1), width, rotation);
}

async function renderPdf(
  bytes: Uint8Array,
  page: number,
  width: number,
  rotation: Rotation,
): Promise<Uint8Array> {
  const picture = await withPdf(bytes, (pdf) =>
    page >= 1 && page <= pdf.pageCount
      ? withPdfPage(pdf, page - 1, (handle) =>
          renderPdfPageInColour(pdf, handle, width, defaultReadingLimits.pixels),
        )
      : undefined,
  );
  if (picture === undefined) throw noSuchPage(page);
  const { data, width: drawn, height } = picture;
  return toWebp(sharp(data, { raw: { width: drawn, height, channels: 4 } }).removeAlpha(), width, rotation);
}

function noSuchPage(page: number): Failure {
  return new Failure('not_found', `The file has no page ${page}.`);
}

async function toWebp(image: Sharp, width: number, rotation: Rotation): Promise<Uint8Array> {
  try {
    // Turned in a step of its own: sharp turns and shrinks in an order of its choosing otherwise.
    const upright =
      rotation === 0 ? image : sharp(await image.png({ compressionLevel: 0 }).toBuffer()).rotate(rotation);
    return await upright
      .resize({ width, withoutEnlargement: true })
      .webp({ quality: 80, effort: 2 })
      .toBuffer();
  } catch (error) {
    throw corruptPicture(error);
  }
}
