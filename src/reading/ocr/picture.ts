/** Pictures as the recognisers want them: one byte a pixel, 0 black to 255 white. */
import sharp, { type Sharp } from 'sharp';
import type { Rotation } from '../pdf-geometry.ts';

export type Picture = {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
};

// One page is one unit of work: the pool runs as many processes as there are cores.
sharp.concurrency(1);
// Pages come once; a cache only holds memory.
sharp.cache(false);

export function fromPicture({ data, width, height }: Picture): Sharp {
  return sharp(data, { raw: { width, height, channels: 1 } });
}

/** What a chain of steps makes, as a picture again. */
export async function toPicture(image: Sharp): Promise<Picture> {
  const { data, info } = await image.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  if (info.channels === 1) return { data, width: info.width, height: info.height };
  const gray = new Uint8Array(info.width * info.height);
  for (let index = 0; index < gray.length; index++) gray[index] = data[index * info.channels]!;
  return { data: gray, width: info.width, height: info.height };
}

/** Turned clockwise. */
export async function turnPicture(picture: Picture, rotation: Rotation): Promise<Picture> {
  return rotation === 0 ? picture : toPicture(fromPicture(picture).rotate(rotation));
}

export async function shrinkPicture(picture: Picture, longestMax: number): Promise<Picture> {
  const scale = longestMax / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const width = Math.max(1, Math.round(picture.width * scale));
  return toPicture(fromPicture(picture).resize({ width }));
}

/** As a portable gray map, which Tesseract reads without decoding. */
export function toPgm({ data, width, height }: Picture): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);
}
