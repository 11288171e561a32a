/** The first reader: Tesseract, as a command where it is installed with the language, else as WebAssembly. */
import { type OcrLayout, type OcrReading, toReading } from './ocr-reading.ts';
import type { Picture } from './picture.ts';
import { commandLanguages, readByCommand } from './tesseract-command.ts';
import { closeTesseractWorkers, hasLanguageData, readByWorker } from './tesseract-worker.ts';

/** Reads in one language, named as Tesseract does (`eng`, `deu`). */
export async function readByTesseract(
  picture: Picture,
  language: string,
  layout: OcrLayout,
): Promise<OcrReading> {
  const languages = await commandLanguages();
  if (!languages.has(language)) return readByWorker(picture, language, layout);
  const reading = await readByCommand(picture, language, layout);
  // A page on which the command fails or hangs is left to the second reader.
  return reading ?? toReading([]);
}

/** Of the languages asked for, those with data on this machine. */
export async function availableLanguages(languages: readonly string[]): Promise<string[]> {
  const ofCommand = await commandLanguages();
  return languages.filter((language) => ofCommand.has(language) || hasLanguageData(language));
}

export const closeTesseract = closeTesseractWorkers;
