import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { Answer } from '../classification/answer.ts';
import type { DocumentType } from '../classification/document-type.ts';
import { parseDocumentTypes } from '../classification/parse-document-types.ts';
import { openPool } from '../engine/open-pool.ts';
import { Failure } from '../errors.ts';
import { createLog } from '../log.ts';
import { inLanes } from './in-lanes.ts';
import { showProgress } from './progress.ts';
import { configFromEnvironment } from './settings.ts';

const help = `mailroom classify FILES… --types types.json [--format table|jsonl] [--evidence]

  --types FILE     the document types: a JSON list of {name, description, uniqueWords},
                   or the body of a createClassification request
  --format         table (default on a terminal) or jsonl: one JSON object a line
  --evidence       add the words that spoke for each answer (jsonl only)

Ends with 1 when a file could not be read.
`;

type Line =
  | {
      readonly file: string;
      readonly answer: Answer;
      readonly pages: number;
      readonly warnings: readonly string[];
    }
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } };

export async function classify(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      types: { type: 'string' },
      format: { type: 'string' },
      evidence: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (positionals.length === 0 || values.types === undefined) {
    process.stderr.write(help);
    return 2;
  }
  const format = values.format ?? (process.stdout.isTTY ? 'table' : 'jsonl');
  const types = await readTypes(values.types);
  const lines = await classifyAll(positionals, types, (line) => {
    if (format === 'jsonl') process.stdout.write(`${JSON.stringify(toJson(line, values.evidence))}\n`);
  });
  if (format === 'table') process.stdout.write(table(lines));
  return lines.some((line) => 'error' in line) ? 1 : 0;
}

/** Tells the answers in the order of the files, each as soon as those before it are known. */
async function classifyAll(
  paths: readonly string[],
  types: readonly DocumentType[],
  onLine: (line: Line) => void,
): Promise<readonly Line[]> {
  const config = configFromEnvironment();
  await using pool = openPool(config, {
    size: Math.min(config.readers, paths.length),
    waitingMax: 0,
    log: createLog('error'),
  });
  const progress = showProgress(paths.length, 'files');
  const lines: Line[] = [];
  let told = 0;
  await inLanes(paths, config.readers, async (path, index) => {
    lines[index] = await classifyOne(path);
    progress.step(basename(path));
    for (let line = lines[told]; line !== undefined; line = lines[told]) {
      onLine(line);
      told += 1;
    }
  });
  progress.end();
  return lines;

  async function classifyOne(path: string): Promise<Line> {
    try {
      const task = {
        kind: 'process',
        path,
        name: basename(path),
        types,
        settings: {},
        examples: [],
      } as const;
      const { answer, pageCount, warnings } = await pool.run<'process'>(task);
      return { file: path, answer, pages: pageCount, warnings: warnings.map((warning) => warning.message) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { file: path, error: { code: error.code, message: error.message } };
    }
  }
}

/** Accepts a plain list, `{documentTypes}` and the body of a createClassification request. */
async function readTypes(path: string): Promise<readonly DocumentType[]> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new Failure('invalid_request', `Cannot read the types in ${path}: ${cause.message}`, { cause });
  });
  const input = parseJson(text, path);
  const list = input?.classificationDetails?.documentTypes ?? input?.documentTypes ?? input;
  return parseDocumentTypes(list);
}

function parseJson(text: string, path: string) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('invalid_request', `${path} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
}

function toJson(line: Line, withEvidence: boolean) {
  if ('error' in line) return line;
  const { file, pages, warnings, answer } = line;
  const { documentType, confidence, needsReview, ranking, borrowed, evidence } = answer;
  return {
    file,
    documentType,
    confidence,
    needsReview,
    pages,
    warnings,
    ranking,
    borrowed,
    ...(withEvidence ? { evidence } : {}),
  };
}

function table(lines: readonly Line[]): string {
  const rows = lines.map((line) =>
    'error' in line
      ? [line.file, 'failed', '', line.error.message]
      : [
          line.file,
          line.answer.documentType,
          line.answer.confidence.toFixed(2),
          [...new Set(line.answer.evidence.slice(0, 4).map((item) => item.text))].join(', '),
        ],
  );
  const all = [['FILE', 'TYPE', 'SURE', 'WHY'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  return `${all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
