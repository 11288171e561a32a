import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { OcrLayout, OcrReading } from './ocr-reading.ts';
import { type Picture, toPgm } from './picture.ts';
import { parseTesseractTable, segmentationModes } from './tesseract-output.ts';

let languages: Promise<ReadonlySet<string>> | undefined;

/** Languages of the installed `tesseract` command; none where it is missing. */
export function commandLanguages(): Promise<ReadonlySet<string>> {
  languages ??= listLanguages();
  return languages;
}

async function listLanguages(): Promise<ReadonlySet<string>> {
  try {
    const { stdout } = await promisify(execFile)('tesseract', ['--list-langs'], { timeout: 5000 });
    return new Set(stdout.split('\n').slice(1).filter(Boolean));
  } catch {
    return new Set();
  }
}

/**
 * A page takes 1 to 4 s; noise can hold the engine for minutes. The second reader then takes the page, and both
 * have to fit into the 60 s that the pool gives a page.
 */
const PAGE_TIMEOUT_MS = 25_000;

/** Undefined where the command fails or takes too long. */
export async function readByCommand(
  picture: Picture,
  language: string,
  layout: OcrLayout,
): Promise<OcrReading | undefined> {
  const options = ['-l', language, '--oem', '1', '--psm', segmentationModes[layout]];
  const child = spawn('tesseract', ['stdin', 'stdout', ...options, 'tsv'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: PAGE_TIMEOUT_MS,
    // One thread a page: with more, its threads wait for each other and cost twice the CPU.
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  });
  // The command may end before it has taken the whole picture; its exit code tells why.
  child.stdin.on('error', () => {});
  child.stdin.end(toPgm(picture));
  const [table, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return code === 0 ? parseTesseractTable(table) : undefined;
}
