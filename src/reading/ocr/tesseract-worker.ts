import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorker, OEM, type PSM, type Worker } from 'tesseract.js';
import type { OcrLayout, OcrReading } from './ocr-reading.ts';
import { type Picture, toPgm } from './picture.ts';
import { parseTesseractTable, segmentationModes } from './tesseract-output.ts';

/** A worker (200 MB) keeps one language; two serve a pile in one language beside the first. */
const WORKERS_MAX = 2;
const workers = new Map<string, Promise<Worker>>();

export async function readByWorker(
  picture: Picture,
  language: string,
  layout: OcrLayout,
): Promise<OcrReading> {
  const worker = await useWorker(language);
  await worker.setParameters({
    tessedit_pageseg_mode: segmentationModes[layout] as PSM,
    // It prints its doubts about specks and resolution to the error stream otherwise.
    debug_file: '/dev/null',
  });
  const { data } = await worker.recognize(toPgm(picture), {}, { tsv: true, text: false });
  return parseTesseractTable(data.tsv ?? '');
}

/** Whether the language's data is installed as a package: nothing is ever loaded from the network. */
export function hasLanguageData(language: string): boolean {
  return dataFolder(language) !== undefined;
}

export async function closeTesseractWorkers(): Promise<void> {
  const open = [...workers.values()];
  workers.clear();
  for (const worker of open) await (await worker).terminate();
}

async function useWorker(language: string): Promise<Worker> {
  const known = workers.get(language);
  workers.delete(language);
  const worker = known ?? startWorker(language);
  workers.set(language, worker);
  if (workers.size > WORKERS_MAX) {
    const [oldest, idle] = [...workers][0]!;
    workers.delete(oldest);
    await (await idle).terminate();
  }
  return worker;
}

function startWorker(language: string): Promise<Worker> {
  const langPath = dataFolder(language);
  if (langPath === undefined) throw new Error(`no Tesseract data for ${language}`);
  return createWorker(language, OEM.LSTM_ONLY, {
    langPath,
    gzip: true,
    cacheMethod: 'none',
    // Errors reach us as rejections; without a handler they would be thrown once more, uncaught.
    errorHandler: () => {},
  });
}

function dataFolder(language: string): string | undefined {
  if (!/^[a-z_]{3,12}$/i.test(language)) return undefined;
  try {
    const main = fileURLToPath(import.meta.resolve(`@tesseract.js-data/${language}/package.json`));
    const folder = join(dirname(main), '4.0.0_best_int');
    return existsSync(join(folder, `${language}.traineddata.gz`)) ? folder : undefined;
  } catch {
    return undefined;
  }
}
