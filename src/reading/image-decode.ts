/** Pictures of any format as gray, upright as their EXIF says, checked for size before a pixel is decoded. */
import bmp from 'bmp-js';
import decodeHeic from 'heic-decode';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { Failure } from '../errors.ts';

export type OpenedImage = {
  readonly mediaType: string;
  readonly pageCount: number;
  /** The picture of one page (from 0), colours as they are, transparency white. */
  readonly page: (index: number) => Promise<Sharp>;
};

export async function openImage(bytes: Uint8Array, pixelsMax: number): Promise<OpenedImage> {
  if (startsWith(bytes, 'BM')) return openBmp(bytes, pixelsMax);
  if (isHeic(bytes)) return openHeic(bytes, pixelsMax);
  const metadata = await readMetadata(bytes);
  const mediaType = mediaTypes[metadata.format];
  if (mediaType === undefined) {
    throw new Failure('unsupported_format', `Pictures in ${metadata.format} cannot be read.`);
  }
  const { width, pageHeight, height } = metadata;
  checkPixels(width, pageHeight ?? height, pixelsMax);
  // Only a TIFF's pages are pages; those of a GIF or WebP are frames of a film.
  const pageCount = metadata.format === 'tiff' ? (metadata.pages ?? 1) : 1;
  return { mediaType, pageCount, page: (index) => openPage(bytes, index, pixelsMax) };
}

const mediaTypes: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  tiff: 'image/tiff',
  webp: 'image/webp',
  gif: 'image/gif',
  heif: 'image/avif',
};

async function readMetadata(bytes: Uint8Array): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw corruptPicture(error);
  }
}

async function openPage(bytes: Uint8Array, index: number, pixelsMax: number): Promise<Sharp> {
  // A picture cut short is worth what it shows.
  const image = sharp(bytes, { page: index, limitInputPixels: pixelsMax, failOn: 'none' });
  const { width, height } = await image.metadata().catch((error) => {
    throw corruptPicture(error);
  });
  checkPixels(width, height, pixelsMax);
  return image.autoOrient().flatten({ background: '#ffffff' });
}

function openBmp(bytes: Uint8Array, pixelsMax: number): OpenedImage {
  const buffer = Buffer.from(bytes);
  if (buffer.length < 54) throw corruptPicture(undefined);
  checkPixels(Math.abs(buffer.readInt32LE(18)), Math.abs(buffer.readInt32LE(22)), pixelsMax);
  const page = async (): Promise<Sharp> => {
    try {
      const { data, width, height } = bmp.decode(buffer);
      // Bytes come as unused, blue, green, red.
      for (let at = 0; at < data.length; at += 4) {
        [data[at], data[at + 1], data[at + 2], data[at + 3]] = [
          data[at + 3]!,
          data[at + 2]!,
          data[at + 1]!,
          255,
        ];
      }
      return sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha();
    } catch (error) {
      throw corruptPicture(error);
    }
  };
  return { mediaType: 'image/bmp', pageCount: 1, page };
}

async function openHeic(bytes: Uint8Array, pixelsMax: number): Promise<OpenedImage> {
  const images = await decodeHeic.all({ buffer: bytes }).catch((error: unknown) => {
    throw corruptPicture(error);
  });
  const [first] = images;
  if (first === undefined) throw corruptPicture(undefined);
  checkPixels(first.width, first.height, pixelsMax);
  const page = async (): Promise<Sharp> => {
    const { data, width, height } = await first.decode().catch((error) => {
      throw corruptPicture(error);
    });
    images.dispose();
    return sharp(Buffer.from(data), { raw: { width, height, channels: 4 } }).removeAlpha();
  };
  return { mediaType: 'image/heic', pageCount: 1, page };
}

function checkPixels(width: number, height: number, pixelsMax: number): void {
  if (width * height <= pixelsMax) return;
  const millions = Math.round(pixelsMax / 1e6);
  const message = `The picture has ${width} by ${height} pixels; at most ${millions} million are read.`;
  throw new Failure('limit_exceeded', message);
}

/** Some damage shows only when the pixels are decoded. */
export function corruptPicture(cause: unknown): Failure {
  return new Failure('corrupt_file', 'The picture is damaged or incomplete and cannot be opened.', { cause });
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((letter, index) => bytes[index] === letter.charCodeAt(0));
}

/** "....ftypheic" and its kin; "avif" is read by sharp itself. */
function isHeic(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(4, 12)).toString('latin1');
  return /^ftyp(heic|heix|hevc|heim|heis|mif1|msf1)/.test(head);
}
