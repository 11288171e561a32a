import { parseArgs } from 'node:util';
import type { ProcessPool } from '../engine/process-pool.ts';
import type { ExtractedFile, FileTask } from '../engine/task.ts';
import { listValues } from '../extraction/extracted.ts';
import { type Field, parseFields } from '../extraction/field.ts';
import { answerFiles, type FileLine } from './answer-files.ts';
import { columns } from './columns.ts';
import { readJson } from './read-json.ts';

const help = `mailroom extract FILES… --fields fields.json [--format table|jsonl] [--evidence]

  --fields FILE    what to read: a JSON list of {key, description, example, type},
                   or the body of a createExtraction request
  --format         table (default on a terminal) or jsonl: one JSON object a line
  --evidence       add page, box, words and confidence of each value (jsonl only)

Ends with 1 when a file could not be read.
`;

type Line = FileLine<ExtractedFile>;

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
  const read = (pool: ProcessPool, file: FileTask) =>
    pool.run<'extract'>({ kind: 'extract', source: 'file', ...file, fields });
  const lines = await answerFiles(positionals, read, (line) => {
    if (format === 'jsonl') process.stdout.write(`${JSON.stringify(toJson(line, values.evidence))}\n`);
  });
  if (format === 'table') process.stdout.write(table(lines));
  return lines.some((line) => 'error' in line) ? 1 : 0;
}

/** Accepts a plain list, `{fields}` and the body of a createExtraction request. */
export async function readFields(path: string): Promise<readonly Field[]> {
  const input = await readJson(path, 'fields');
  return parseFields(input?.extractionDetails?.fields ?? input?.fields ?? input);
}

function toJson(line: Line, withEvidence: boolean) {
  if ('error' in line) return line;
  const { parts, pageCount, warnings } = line.result;
  const [{ result, extracted }] = parts;
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
    const values = listValues(line.result.parts[0].extracted);
    if (values.length === 0) return [[line.file, '', '', 'nothing was found']];
    return values.map(([path, value]) => [line.file, path, value.confidence.toFixed(2), value.text]);
  });
  return columns([['FILE', 'FIELD', 'SURE', 'VALUE'], ...rows]);
}
