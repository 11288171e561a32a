/**
 * Speed of the OCR: pages a second of each stage, and the whole reading of a scan against the same engines
 * called directly on the same picture (goal: at least 0.8). `node bench/ocr.ts [rounds]`.
 */
import sharp from 'sharp';
import { drawLetter, type LetterLanguage } from '../fixtures/make-pages-letters.ts';
import { readImage } from '../src/reading/image.ts';
import { defaultReadingLimits } from '../src/reading/limits.ts';
import { readByPaddle } from '../src/reading/ocr/paddle.ts';
import { detectText } from '../src/reading/ocr/paddle-detect.ts';
import { toPicture } from '../src/reading/ocr/picture.ts';
import { closeOcr } from '../src/reading/ocr/recognise.ts';
import { straighten } from '../src/reading/ocr/skew.ts';
import { readByTesseract } from '../src/reading/ocr/tesseract.ts';
import { commandLanguages } from '../src/reading/ocr/tesseract-command.ts';

const ROUNDS = Number(process.argv[2] ?? 4);
const DPI = 200;
/** As in `recognise.ts`: below it the second reader is asked. */
const SURE_PAGE = 0.86;

type Scan = {
  readonly name: string;
  readonly language: LetterLanguage;
  /** Passes of Tesseract that the whole reading takes. */
  readonly passes: readonly string[];
  readonly isWorn?: true;
};

const scans: readonly Scan[] = [
  { name: 'English', language: 'en', passes: ['eng'] },
  { name: 'German', language: 'de', passes: ['eng', 'deu'] },
  { name: 'French', language: 'fr', passes: ['eng', 'fra'] },
  { name: 'English, worn', language: 'en', passes: ['eng'], isWorn: true },
];

const reader = (await commandLanguages()).has('eng') ? 'tesseract command' : 'tesseract.js';
console.log(`${reader}, ${ROUNDS} rounds, one process, A4 at ${DPI} dpi`);
for (const { name, language, passes, isWorn } of scans) {
  const bytes = await drawScan(language, isWorn ?? false);
  const picture = await toPicture(sharp(bytes).grayscale());
  const whole = (): Promise<unknown> =>
    readImage(bytes, 'scan', { limits: defaultReadingLimits, ocrLanguages: ['eng', 'deu', 'fra'] });
  const direct = async (): Promise<void> => {
    let confidence = 0;
    for (const pass of passes) ({ confidence } = await readByTesseract(picture, pass, 'page'));
    if (confidence < SURE_PAGE) await readByPaddle(picture);
  };
  const [wholeMs, directMs] = await raceMs(whole, direct);
  const ratio = (directMs / wholeMs).toFixed(2);
  console.log(
    `${name.padEnd(14)} whole ${perSecond(wholeMs)}  engines ${perSecond(directMs)}  ratio ${ratio}`,
  );
}
await printStages();
await closeOcr();

async function printStages(): Promise<void> {
  const bytes = await drawScan('en', false);
  const picture = await toPicture(sharp(bytes).grayscale());
  const stages: Readonly<Record<string, () => Promise<unknown>>> = {
    'decode JPEG': () => toPicture(sharp(bytes).grayscale()),
    'find skew': () => straighten(picture),
    Tesseract: () => readByTesseract(picture, 'eng', 'page'),
    'PP-OCR find': () => detectText(picture),
    'PP-OCR whole': () => readByPaddle(picture),
  };
  for (const [name, stage] of Object.entries(stages)) {
    const [ms] = await raceMs(stage);
    console.log(`${name.padEnd(14)} ${perSecond(ms!)}`);
  }
}

/** Milliseconds a call of each, taking turns, so that a busy machine slows all alike; the first call is to warm up. */
async function raceMs(...runs: readonly (() => Promise<unknown>)[]): Promise<[number, number]> {
  const sums = runs.map(() => 0);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, run] of runs.entries()) {
      const start = performance.now();
      await run();
      if (round > 0) sums[index]! += performance.now() - start;
    }
  }
  return sums.map((sum) => sum / ROUNDS) as [number, number];
}

function perSecond(ms: number): string {
  return `${(1000 / ms).toFixed(2).padStart(6)} pages/s`;
}

/** A worn scan is blurred and speckled until Tesseract doubts it. */
async function drawScan(language: LetterLanguage, isWorn: boolean): Promise<Buffer> {
  const clean = drawLetter(language, DPI);
  if (!isWorn) return clean.jpeg({ quality: 75 }).toBuffer();
  const small = await clean.resize({ width: 560 }).blur(0.9).png().toBuffer();
  return sharp(small).resize({ width: 1654 }).jpeg({ quality: 30 }).toBuffer();
}
