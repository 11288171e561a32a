import { parseArgs } from 'node:util';
import type { DocumentType } from '../classification/document-type.ts';
import { parseDocumentTypes } from '../classification/parse-document-types.ts';
import type { ProcessPool } from '../engine/process-pool.ts';
import type { FileTask, ProcessedFile } from '../engine/task.ts';
import { answerFiles, type FileLine } from './answer-files.ts';
import { columns } from './columns.ts';
import { readJson } from './read-json.ts';

const help = `mailroom classify FILES… --types types.json [--format table|jsonl] [--evidence]

  --types FILE     the document types: a JSON list of {name, description, uniqueWords},
                   or the body of a createClassification request
  --format         table (default on a terminal) or jsonl: one JSON object a line
  --evidence       add the words that spoke for each answer (jsonl only)

Ends with 1 when a file could not be read.
`;

type Line = FileLine<ProcessedFile>;

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
  const format = values.format ?? (process.stdout.isTTY ? 'table' : 'jsonl');
  const isComplete = positionals.length > 0 && values.types !== undefined;
  if (values.help || !isComplete || !['table', 'jsonl'].includes(format)) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  const types = await readTypes(values.types!);
  const answer = (pool: ProcessPool, file: FileTask) =>
    pool.run<'process'>({ kind: 'process', ...file, types, settings: {}, examples: [] });
  const lines = await answerFiles(positionals, answer, (line) => {
    if (format === 'jsonl') process.stdout.write(`${JSON.stringify(toJson(line, values.evidence))}\n`);
  });
  if (format === 'table') process.stdout.write(table(lines));
  return lines.some((line) => 'error' in line) ? 1 : 0;
}

/** Accepts a plain list, `{documentTypes}` and the body of a createClassification request. */
export async function readTypes(path: string): Promise<readonly DocumentType[]> {
  const input = await readJson(path, 'types');
  return parseDocumentTypes(input?.classificationDetails?.documentTypes ?? input?.documentTypes ?? input);
}

function toJson(line: Line, withEvidence: boolean) {
  if ('error' in line) return line;
  const { answer, pageCount, warnings } = line.result;
  const { documentType, confidence, needsReview, ranking, borrowed, evidence } = answer;
  return {
    file: line.file,
    documentType,
    confidence,
    needsReview,
    pages: pageCount,
    warnings: warnings.map((warning) => warning.message),
    ranking,
    borrowed,
    ...(withEvidence && { evidence }),
  };
}

function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    if ('error' in line) return [line.file, 'failed', '', line.error.message];
    const { documentType, confidence, evidence } = line.result.answer;
    const why = [...new Set(evidence.slice(0, 4).map((item) => item.text))].join(', ');
    return [line.file, documentType, confidence.toFixed(2), why];
  });
  return columns([['FILE', 'TYPE', 'SURE', 'WHY'], ...rows]);
}
