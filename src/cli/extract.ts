import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { openPool } from '../engine/open-pool.ts';
import type { ExtractedFile } from '../engine/task.ts';
import { Failure } from '../errors.ts';
import { listValues } from '../extraction/extracted.ts';
import { type Field, parseFields } from '../extraction/field.ts';
import { createLog } from '../log.ts';
import { columns } from './columns.ts';
import { inLanes } from './in-lanes.ts';
import { showProgress } from './progress.ts';
import { configFromEnvironment } from './settings.ts';

const help = `mailroom extract FILES… --fields fields.json [--format table|jsonl] [--evidence]

  --fields FILE    what to read: a JSON list of {key, description, example, type},
                   or the body of a createExtraction request
  --format         table (default on a terminal) or jsonl: one JSON object a line
  --evidence       add page, box, words and confidence of each value (jsonl only)

Ends with 1 when a file could not be read.
`;

type Line =
  | { readonly file: string; readonly extracted: ExtractedFile }
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } };

export async function extract(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      fields: { type: 'string' },
      format: { type: 'string' },
      evidence: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const format = values.format ?? (process.stdout.isTTY ? 'table' : 'jsonl');
  const isComplete = positionals.length > 0 && values.fields !== undefined;
  if (values.help || !isComplete || !['table', 'jsonl'].includes(format)) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  const fields = await readFields(values.fields!);
  const lines = await extractAll(positionals, fields, (line) => {
    if (format === 'jsonl') process.stdout.write(`${JSON.stringify(toJson(line, values.evidence))}\n`);
  });
  if (format === 'table') process.stdout.write(table(lines));
  return lines.some((line) => 'error' in line) ? 1 : 0;
}

/** Tells the answers in the order of the files, each as soon as those before it are known. */
async function extractAll(
  paths: readonly string[],
  fields: readonly Field[],
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
    lines[index] = await extractOne(path);
    progress.step(basename(path));
    for (let line = lines[told]; line !== undefined; line = lines[told]) {
      onLine(line);
      told += 1;
    }
  });
  progress.end();
  return lines;

  async function extractOne(path: string): Promise<Line> {
    try {
      const task = { kind: 'extract', source: 'file', path, name: basename(path), fields } as const;
      return { file: path, extracted: await pool.run<'extract'>(task) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { file: path, error: { code: error.code, message: error.message } };
    }
  }
}

/** Accepts a plain list, `{fields}` and the body of a createExtraction request. */
async function readFields(path: string): Promise<readonly Field[]> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new Failure('invalid_request', `Cannot read the fields in ${path}: ${cause.message}`, { cause });
  });
  const input = parseJson(text, path);
  return parseFields(input?.extractionDetails?.fields ?? input?.fields ?? input);
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
  const { result, extracted, pageCount, warnings } = line.extracted;
  return {
    file: line.file,
    pages: pageCount,
    warnings: warnings.map((warning) => warning.message),
    result,
    ...(withEvidence && {
      values: listValues(extracted).map(([path, value]) => ({ path, ...value })),
      checks: extracted.checks,
    }),
  };
}

/** One row a value. */
function table(lines: readonly Line[]): string {
  const rows = lines.flatMap((line) => {
    if ('error' in line) return [[line.file, 'failed', '', line.error.message]];
    const values = listValues(line.extracted.extracted);
    if (values.length === 0) return [[line.file, '', '', 'nothing was found']];
    return values.map(([path, value]) => [line.file, path, value.confidence.toFixed(2), value.text]);
  });
  return columns([['FILE', 'FIELD', 'SURE', 'VALUE'], ...rows]);
}
