import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { letters } from '../../fixtures/make-pages-letters.ts';
import { type Document, documentText } from './document.ts';
import { readImage } from './image.ts';
import { openImage } from './image-decode.ts';
import { defaultReadingLimits, type ReadingLimits } from './limits.ts';
import { closeOcr } from './ocr/recognise.ts';

const pageFile = (language: string): string =>
  new URL(`../../fixtures/pages/letter-${language}.png`, import.meta.url).pathname;

function read(bytes: Uint8Array, limits: Partial<ReadingLimits> = {}): Promise<Document> {
  return readImage(bytes, 'picture', {
    limits: { ...defaultReadingLimits, ...limits },
    ocrLanguages: ['eng', 'deu', 'fra', 'spa', 'ita', 'por', 'nld'],
  });
}

/** Share of the letter's words that the reading has. */
function recall(language: 'en' | 'de' | 'fr', document: Document): number {
  const read = new Set(documentText(document).split(/\s+/));
  const words = letters[language].flatMap((line) => line.split(/\s+/)).filter(Boolean);
  return words.filter((word) => read.has(word)).length / words.length;
}

test('a French scan is read in French, with its accents', async (t) => {
  t.after(closeOcr);
  const document = await read(await sharp(pageFile('fr')).jpeg({ quality: 75 }).toBuffer());
  const [page] = document.pages;
  assert.equal(page?.language, 'fr');
  assert.ok(recall('fr', document) > 0.97, `recall ${recall('fr', document)}`);
  assert.equal(page?.lines[0]?.words.map((word) => word.text).join(' '), letters.fr[0]);
  const total = page!.lines.flatMap((line) => line.words).find((word) => word.text === '424,80');
  assert.ok(total !== undefined && total.confidence! > 0.8);
  assert.ok(Math.abs(total.box[1] - (80 + 19 * 22 - 9) / 842) < 0.01, `top at ${total.box[1]}`);
});

test('a photo that lies on its head or side is read upright', async (t) => {
  t.after(closeOcr);
  for (const angle of [90, 180] as const) {
    const photo = await sharp(pageFile('en')).rotate(angle).jpeg({ quality: 75 }).toBuffer();
    const document = await read(photo);
    const [page] = document.pages;
    assert.equal(page?.rotation, 360 - angle);
    assert.deepEqual([page?.width, page?.height], [1240, 1754]);
    assert.ok(recall('en', document) > 0.97, `${angle}: recall ${recall('en', document)}`);
  }
});

test('a photo that hangs aslant keeps its lines, and its boxes lie on the photo', async (t) => {
  t.after(closeOcr);
  const photo = await sharp(pageFile('en')).rotate(3, { background: '#dddddd' }).jpeg().toBuffer();
  const document = await read(photo);
  assert.ok(recall('en', document) > 0.97, `recall ${recall('en', document)}`);
  const row = document.pages[0]!.lines.find((line) => line.words[0]?.text === 'Mooring')!;
  assert.equal(row.words.map((word) => word.text).join(' '), 'Mooring rope, 20 m 4 31.50 126.00');
  const [first, last] = [row.words[0]!, row.words.at(-1)!];
  assert.ok(last.box[1] > first.box[1] + 0.01, 'the row falls to the right on the photo');
});

test('a camera turns the picture by EXIF, and all pages of a TIFF are there', async () => {
  const upright = sharp({ create: { width: 30, height: 20, channels: 3, background: 'white' } });
  const photo = await upright.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const image = await openImage(photo, 1e6);
  const { info } = await (await image.page(0)).toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [20, 30]);
  const pages = await sharp([await upright.png().toBuffer(), await upright.png().toBuffer()], {
    join: { animated: true },
  })
    .tiff()
    .toBuffer();
  assert.equal((await openImage(pages, 1e6)).pageCount, 2);
});

test('every kind of picture is opened, colours in their places', async () => {
  const red = sharp({ create: { width: 4, height: 3, channels: 3, background: '#ff0000' } });
  const kinds = {
    'image/jpeg': await red.clone().jpeg().toBuffer(),
    'image/png': await red.clone().png().toBuffer(),
    'image/webp': await red.clone().webp().toBuffer(),
    'image/gif': await red.clone().gif().toBuffer(),
    'image/tiff': await red.clone().tiff().toBuffer(),
    'image/avif': await red.clone().avif().toBuffer(),
    'image/bmp': bitmap(4, 3, [0, 0, 255]),
  };
  for (const [mediaType, bytes] of Object.entries(kinds)) {
    const image = await openImage(bytes, 1e6);
    assert.equal(image.mediaType, mediaType);
    const { data, info } = await (await image.page(0)).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [4, 3], mediaType);
    assert.ok(data[0]! > 240 && data[1]! < 15 && data[2]! < 15, `${mediaType} is red`);
  }
});

test('a transparent picture stands on white', async () => {
  const clear = sharp({ create: { width: 4, height: 4, channels: 4, background: '#00000000' } });
  const image = await openImage(await clear.png().toBuffer(), 1e6);
  const { data } = await (await image.page(0)).raw().toBuffer({ resolveWithObject: true });
  assert.equal(data[0], 255);
});

test('a picture over the limit is refused before it is decoded', async () => {
  const huge = await sharp({ create: { width: 5000, height: 5000, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  await assert.rejects(read(huge, { pixels: 1e6 }), { code: 'limit_exceeded', message: /5000 by 5000/ });
  await assert.rejects(read(bitmap(40_000, 40_000, [])), { code: 'limit_exceeded' });
});

test('a damaged picture says so', async () => {
  const jpeg = await sharp(pageFile('en')).jpeg().toBuffer();
  for (const bytes of [Buffer.from('GIF89a'), jpeg.subarray(0, 100), Buffer.from('BM')]) {
    await assert.rejects(read(bytes), { code: 'corrupt_file' });
  }
});

test('a blank page has no words and no warning', async (t) => {
  t.after(closeOcr);
  const blank = sharp({ create: { width: 600, height: 800, channels: 3, background: 'white' } });
  const { pages, warnings } = await read(await blank.png().toBuffer());
  assert.deepEqual([pages.length, pages[0]?.lines, warnings], [1, [], []]);
});

/** A Windows bitmap of one colour (blue, green, red); without a colour only its head. */
function bitmap(width: number, height: number, colour: readonly number[]): Buffer {
  const rowBytes = Math.ceil((width * 3) / 4) * 4;
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  if (colour.length === 0) return head;
  const row = Buffer.concat([...Array(width).fill(Buffer.from(colour)), Buffer.alloc(rowBytes - width * 3)]);
  return Buffer.concat([head, ...Array(height).fill(row)]);
}
