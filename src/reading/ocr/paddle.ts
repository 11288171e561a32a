/** The second reader: PP-OCRv4. Reads worn print better than Tesseract, but only the letters of English. */
import { type OcrReading, toReading } from './ocr-reading.ts';
import { detectText } from './paddle-detect.ts';
import { readLines } from './paddle-lines.ts';
import { splitWords } from './paddle-spaces.ts';
import type { Picture } from './picture.ts';

export async function readByPaddle(picture: Picture): Promise<OcrReading> {
  const boxes = await detectText(picture);
  const lines = await readLines(picture, boxes);
  return toReading(lines.flatMap(splitWords));
}
