import { existsSync } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPool } from '../engine/open-pool.ts';
import type { ProcessPool } from '../engine/process-pool.ts';
import { Failure } from '../errors.ts';
import { type DataSet, findDataSets, type LabelledFile, openDataSet } from '../evaluation/data-set.ts';
import { type EvaluatedFile, type Evaluation, summarise } from '../evaluation/evaluation.ts';
import { renderReport } from '../evaluation/report-html.ts';
import { createLog } from '../log.ts';
import { drawEvaluations, evaluateExtraction, extractionTable } from './evaluate-extraction.ts';
import { evaluateLeaveOneOut } from './evaluate-leave-one-out.ts';
import { evaluationTable, learningTable, leaveOneOutTable } from './evaluation-table.ts';
import { inLanes } from './in-lanes.ts';
import { showProgress } from './progress.ts';
import { configFromEnvironment } from './settings.ts';

const help = `mailroom evaluate [DATASET…] [--leave-one-out [--learning]] [--json FILE] [--html FILE]

  DATASET          a folder with files/, labels.jsonl and types.json, or a folder of such folders;
                   ../shared/datasets/classification where none is named.
                   Folders with fields.json and truth.jsonl measure the extraction
  --leave-one-out  answer each set by a matcher that was trained on the others only, then also without the types
                   of the others that mean the same as one of its own
  --learning       also what examples gain, from 1 to 10 a type; takes minutes
  --json FILE      an array with one object a set
  --html FILE      a page with confusion matrices, reliability plots and, for extraction, pictures of the errors
`;

const defaultFolder = '../shared/datasets/classification';

export async function evaluate(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'leave-one-out': { type: 'boolean', default: false },
      learning: { type: 'boolean', default: false },
      json: { type: 'string' },
      html: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const extraction = positionals.filter((folder) => existsSync(join(folder, 'truth.jsonl')));
  const folders = positionals.filter((folder) => !extraction.includes(folder));
  const sets = extraction.length > 0 && folders.length === 0 ? [] : await openSets(folders);
  const config = configFromEnvironment();
  await using pool = openPool(config, {
    size: config.readers,
    waitingMax: 0,
    log: createLog('error'),
  });
  const leaveOneOut = values['leave-one-out'];
  const leftOut =
    leaveOneOut && sets.length > 1
      ? await evaluateLeaveOneOut(sets, pool, { parallel: config.readers, learning: values.learning })
      : undefined;
  const evaluations = leftOut?.evaluations ?? (await evaluateAll(sets, pool, config.readers));
  if (sets.length > 0) process.stdout.write(evaluationTable(evaluations));
  if (leftOut !== undefined) {
    process.stdout.write(`\n${leaveOneOutTable(leftOut.summary)}`);
    if (values.learning) process.stdout.write(`\n${learningTable(leftOut.learning)}`);
  }
  const extracted = await evaluateExtraction(extraction, pool, { parallel: config.readers, leaveOneOut });
  if (extraction.length > 0) process.stdout.write(extractionTable(extracted.sets));
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify([...evaluations, ...extracted.sets], undefined, 1)}\n`);
  }
  if (values.html !== undefined) {
    const how = leaveOneOut ? ', each set unseen in training' : '';
    const drawn = await drawEvaluations(extracted);
    await writeFile(values.html, renderReport(evaluations, drawn, `Mailroom evaluation${how}`));
  }
  return 0;
}

async function openSets(folders: readonly string[]): Promise<readonly DataSet[]> {
  if (folders.length === 0) {
    await access(defaultFolder).catch((cause) => {
      const message = `No data set is named and ${defaultFolder} is not there; name a folder with labels.jsonl`;
      throw new Failure('not_found', message, { cause });
    });
  }
  const found = await findDataSets(folders.length > 0 ? folders : [defaultFolder]);
  return Promise.all(found.map(openDataSet));
}

async function evaluateAll(
  sets: readonly DataSet[],
  pool: ProcessPool,
  lanes: number,
): Promise<Evaluation[]> {
  const progress = showProgress(
    sets.reduce((sum, set) => sum + set.files.length, 0),
    'files',
  );
  const evaluations: Evaluation[] = [];
  for (const set of sets) {
    const answers = await inLanes(set.files, lanes, async (file) => {
      const answer = await answerFile(file, set, pool);
      progress.step(set.name);
      return answer;
    });
    const types = set.types.map((type) => type.name);
    evaluations.push(summarise(set.name, types, answers));
  }
  progress.end();
  return evaluations;
}

/** The whole way from the bytes to the answer, as the server goes it. The label is not shown to it. */
async function answerFile(
  { path, name, documentType }: LabelledFile,
  { types }: DataSet,
  pool: ProcessPool,
): Promise<EvaluatedFile> {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  const task = { kind: 'process', path, name, types, settings: {}, examples: [] } as const;
  try {
    const {
      documentType: answer,
      confidence,
      needsReview,
      evidence,
    } = (await pool.run<'process'>(task)).answer;
    return { file: name, documentType, answer, confidence, needsReview, evidence, seconds: seconds() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const failed = { answer: undefined, confidence: 0, error: error.message };
    return { file: name, documentType, ...failed, seconds: seconds() };
  }
}
