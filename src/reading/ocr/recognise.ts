/** OCR of one page: reads, turns upright, chooses the language, and asks the second reader where unsure. */
import type { Line } from '../document.ts';
import { guessLanguage } from '../language.ts';
import { layOutLines } from '../layout.ts';
import type { Rotation } from '../pdf-geometry.ts';
import { joinReadings } from './join-readings.ts';
import { enlargeSmallPrint } from './letter-size.ts';
import { type OcrLayout, type OcrReading, readingText } from './ocr-reading.ts';
import { findUprightTurn } from './orientation.ts';
import { readByPaddle } from './paddle.ts';
import { closePaddleModels } from './paddle-models.ts';
import { type Picture, turnPicture } from './picture.ts';
import { isBlank, type Straightened, straighten } from './skew.ts';
import { availableLanguages, closeTesseract, readByTesseract } from './tesseract.ts';

export type RecognisedPage = {
  readonly lines: readonly Line[];
  /** Of the upright picture. */
  readonly width: number;
  readonly height: number;
  readonly rotation: Rotation;
  /** ISO 639-1. */
  readonly language: string | undefined;
  /** Mean of the words, 0 to 1; 0 without words. */
  readonly confidence: number;
  /** The second reader was asked too. */
  readonly isReread?: true;
};

/** Frees the networks and workers of this process, which otherwise stay for the next page. */
export async function closeOcr(): Promise<void> {
  await Promise.all([closeTesseract(), closePaddleModels()]);
}

/**
 * Reads a picture in the first of the languages, and once more in another where the words say so.
 * `languages` are named as Tesseract does.
 */
export async function recognisePicture(
  original: Picture,
  languages: readonly string[],
): Promise<RecognisedPage> {
  if (await isBlank(original)) return { ...blankPage, width: original.width, height: original.height };
  const { picture, isSmallPrint } = await enlargeSmallPrint(original);
  const usable = await availableLanguages(languages);
  const [firstLanguage = 'eng'] = usable;
  const { upright, rotation, reading: first } = await readUpright(picture, firstLanguage);
  const { reading, language } = await readInItsLanguage(upright.picture, first, firstLanguage, usable);
  const isSure = reading.confidence >= SURE_PAGE && reading.words.length >= SURE_WORDS;
  const final = isSure ? reading : joinReadings(reading, await readByPaddle(upright.picture), isSmallPrint);
  const isSideways = rotation === 90 || rotation === 270;
  return {
    lines: toLines(final, upright),
    width: isSideways ? original.height : original.width,
    height: isSideways ? original.width : original.height,
    rotation,
    language,
    confidence: final.confidence,
    ...(!isSure && { isReread: true }),
  };
}

const blankPage = { lines: [], rotation: 0, language: undefined, confidence: 0 } as const;

/** Mean confidence below which the second reader reads the page again: read off 80 receipts. */
const SURE_PAGE = 0.86;
/** Of photos with a patterned ground Tesseract reads three words, surely, and misses the other twenty. */
const SURE_WORDS = 25;
/** Below this a page may lie on its side or head. */
const UPRIGHT_CONFIDENCE = 0.7;
const UPRIGHT_WORDS = 8;

async function readUpright(
  picture: Picture,
  language: string,
): Promise<{ upright: Straightened; rotation: Rotation; reading: OcrReading }> {
  const upright = await straighten(picture);
  const reading = await readByTesseract(upright.picture, language, layoutOf(upright.picture));
  const isUpright = reading.confidence >= UPRIGHT_CONFIDENCE && reading.words.length >= UPRIGHT_WORDS;
  if (isUpright && !runsSideways(reading)) return { upright, rotation: 0, reading };
  const rotation = (await findUprightTurn(picture)) ?? 0;
  if (rotation === 0) return { upright, rotation, reading };
  const turned = await straighten(await turnPicture(picture, rotation));
  const again = await readByTesseract(turned.picture, language, layoutOf(turned.picture));
  if (believedLetters(again) < believedLetters(reading)) return { upright, rotation: 0, reading };
  return { upright: turned, rotation, reading: again };
}

function believedLetters({ words }: OcrReading): number {
  const believed = words.filter((word) => word.confidence >= 0.5);
  return believed.reduce((sum, word) => sum + word.text.length * word.confidence, 0);
}

/** Tesseract reads some sideways pages line by line; their words are higher than wide. */
function runsSideways({ words }: OcrReading): boolean {
  const long = words.filter((word) => word.text.length >= 4);
  const tall = long.filter((word) => word.bottom - word.top > word.right - word.left);
  return tall.length > long.length / 2;
}

/** Receipts are narrow: long strips, and small photos of them. */
function layoutOf({ width, height }: Picture): OcrLayout {
  return height > 1.75 * width || width < 1000 ? 'strip' : 'page';
}

async function readInItsLanguage(
  picture: Picture,
  first: OcrReading,
  firstLanguage: string,
  usable: readonly string[],
): Promise<{ reading: OcrReading; language: string | undefined }> {
  const guess = guessLanguage(readingText(first));
  const wanted = usable.find((name) => isoCodes[name] === guess);
  if (guess === undefined || wanted === undefined || wanted === firstLanguage) {
    return { reading: first, language: guess };
  }
  const reading = await readByTesseract(picture, wanted, layoutOf(picture));
  const isBetter = reading.confidence >= first.confidence - 0.03;
  return { reading: isBetter ? reading : first, language: guess };
}

/** Tesseract's names of languages to ISO 639-1. */
const isoCodes: Readonly<Record<string, string>> = {
  eng: 'en',
  deu: 'de',
  fra: 'fr',
  spa: 'es',
  ita: 'it',
  por: 'pt',
  nld: 'nl',
  swe: 'sv',
  dan: 'da',
  nor: 'no',
  fin: 'fi',
  pol: 'pl',
  ces: 'cs',
  ron: 'ro',
  hun: 'hu',
  tur: 'tr',
  rus: 'ru',
  ukr: 'uk',
  ell: 'el',
  ara: 'ar',
  heb: 'he',
  jpn: 'ja',
  chi_sim: 'zh',
  kor: 'ko',
};

function toLines(reading: OcrReading, { picture, toOriginal }: Straightened): Line[] {
  const words = reading.words.map(({ text, left, top, right, bottom, confidence }) => ({
    text,
    box: [
      left / picture.width,
      top / picture.height,
      (right - left) / picture.width,
      (bottom - top) / picture.height,
    ] as const,
    confidence: Math.round(confidence * 1000) / 1000,
  }));
  const back = (box: readonly [number, number, number, number]) =>
    toOriginal(
      box[0] * picture.width,
      box[1] * picture.height,
      (box[0] + box[2]) * picture.width,
      (box[1] + box[3]) * picture.height,
    );
  return layOutLines(words, picture).map((line) => ({
    words: line.words.map((word) => ({ ...word, box: back(word.box) })),
    box: back(line.box),
  }));
}
