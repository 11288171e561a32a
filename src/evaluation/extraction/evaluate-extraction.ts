/** Measures extraction end to end, from the file, on labelled folders; each set under a model that has not seen it. */
import { understandField } from '../../extraction/ask.ts';
import { extractFields } from '../../extraction/extract-fields.ts';
import { type ExtractedDocument, listValues, toPlainResult } from '../../extraction/extracted.ts';
import type { Field } from '../../extraction/field.ts';
import { builtInModel, type ExtractionModel } from '../../extraction/trained-model.ts';
import type { Document } from '../../reading/document.ts';
import { type ReadDataSetOptions, readDataSet } from '../read-data-set.ts';
import { findTruth } from './find-truth.ts';
import { type FittedModels, fitModels } from './fit-model.ts';
import { findInvented } from './invented.ts';
import {
  type BareMiss,
  type Counts,
  compareField,
  compareItems,
  type ItemCounts,
  type Miss,
  type Score,
  scoreOf,
} from './metrics.ts';
import { groupOf, type Study, studyDocument } from './study-document.ts';
import { openTruthSet, type TruthRow, type TruthSet } from './truth-set.ts';

export type ExtractionEvaluation = {
  readonly name: string;
  readonly folder: string;
  readonly files: number;
  readonly unreadable: readonly string[];
  readonly pages: number;
  /** All fields together. */
  readonly score: Score;
  /** Of micro F1, by resampling files: 90 in 100 lie between. */
  readonly interval: readonly [number, number];
  readonly byField: readonly (Score & { readonly field: string })[];
  readonly items: Readonly<ItemCounts> | undefined;
  /** Answers by confidence, a tenth each: how many, their mean confidence, and the share that was right. */
  readonly calibration: readonly {
    readonly count: number;
    readonly confidence: number;
    readonly right: number;
  }[];
  /** Milliseconds of extraction a page: the median over files. */
  readonly millisecondsAPage: number;
  /** Values that do not stand in their evidence: must be none. */
  readonly invented: readonly string[];
  readonly misses: readonly Miss[];
};

export type EvaluateOptions = Omit<ReadDataSetOptions, 'onFile'> & {
  /** Hold each set out of the model that answers it; otherwise the built-in model answers all. */
  readonly leaveOneOut: boolean;
  readonly onProgress?: (text: string) => void;
};

type ReadRow = { readonly row: TruthRow; readonly document: Document };
type ReadSet = {
  readonly folder: string;
  readonly set: TruthSet;
  readonly rows: readonly ReadRow[];
  readonly unreadable: readonly string[];
};

export type EvaluatedExtraction = {
  readonly sets: readonly ExtractionEvaluation[];
  readonly models: FittedModels | undefined;
  /** What was read, by folder and file. */
  readonly documents: ReadonlyMap<string, ReadonlyMap<string, Document>>;
};

export async function evaluateExtraction(
  folders: readonly string[],
  options: EvaluateOptions,
): Promise<EvaluatedExtraction> {
  const sets: ReadSet[] = [];
  for (const folder of folders) {
    sets.push(await readTruthSet(folder, options));
    options.onProgress?.(`read ${folder}`);
  }
  const models = options.leaveOneOut
    ? fitModels(studyAll(sets), (group) => options.onProgress?.(`fitted without ${group}`))
    : undefined;
  const evaluations: ExtractionEvaluation[] = [];
  for (const set of sets) {
    evaluations.push(await evaluateSet(set, models?.without.get(groupOf(set.set.name)) ?? builtInModel()));
    options.onProgress?.(`measured ${set.set.name}`);
  }
  const documents = new Map(
    sets.map(({ folder, rows }) => [folder, new Map(rows.map(({ row, document }) => [row.name, document]))]),
  );
  return { sets: evaluations, models, documents };
}

async function readTruthSet(folder: string, options: EvaluateOptions): Promise<ReadSet> {
  const set = await openTruthSet(folder);
  const files = set.rows.map(({ path, name }) => ({ path, name, documentType: '' }));
  const read = await readDataSet({ name: set.name, types: [], files }, options);
  const rows: ReadRow[] = [];
  const unreadable: string[] = [];
  for (const [at, row] of set.rows.entries()) {
    const { document, error } = read.files[at]!;
    // An evaluation must not read the truth that some files carry inside.
    if (document !== undefined) rows.push({ row, document: { ...document, attachments: [] } });
    else unreadable.push(`${row.name}: ${error ?? 'not read'}`);
  }
  return { folder, set, rows, unreadable };
}

function studyAll(sets: readonly ReadSet[]): readonly Study[] {
  return sets.flatMap(({ set, rows }) =>
    rows.flatMap(({ row, document }) => studyDocument(set, row, document)),
  );
}

async function evaluateSet(
  { folder, set, rows, unreadable }: ReadSet,
  model: ExtractionModel,
): Promise<ExtractionEvaluation> {
  const byField = new Map<string, Counts>();
  const byFile: Counts[] = [];
  const misses: Miss[] = [];
  const invented: string[] = [];
  const speeds: number[] = [];
  const answers: { confidence: number; isRight: boolean }[] = [];
  const items: ItemCounts = { rows: 0, given: 0, rowsRight: 0, cells: 0, cellsGiven: 0, cellsRight: 0 };
  let pages = 0;
  for (const { row, document } of rows) {
    const start = performance.now();
    const extracted = await extractFields(document, row.fields, { model, useEmbedded: false });
    speeds.push((performance.now() - start) / Math.max(1, document.pages.length));
    pages += document.pages.length;
    invented.push(...findInvented(document, extracted).map((value) => `${row.name}: ${value}`));
    const plain = toPlainResult(extracted);
    const file: Counts = { right: 0, wrong: 0, missed: 0 };
    for (const field of row.fields) {
      if (field.type === 'array' && field.items?.type === 'object') {
        const isKnown = row.truth[field.key] !== undefined && !row.unverified.includes(field.key);
        if (isKnown) compareItems(field, row.truth[field.key], plain[field.key], items);
        continue;
      }
      const result = compareField(set, row, field, plain[field.key]);
      const key = set.isOpen ? '*' : field.key;
      const counts = byField.get(key) ?? { right: 0, wrong: 0, missed: 0 };
      byField.set(key, add(counts, result.counts));
      add(file, result.counts);
      misses.push(...result.misses.map((miss) => placeMiss(miss, field, document, extracted)));
      const confidence = confidenceOf(extracted, field);
      if (result.isRight !== undefined && confidence !== undefined)
        answers.push({ confidence, isRight: result.isRight });
    }
    byFile.push(file);
  }
  return {
    name: set.name,
    folder,
    files: rows.length,
    unreadable,
    pages,
    score: scoreOf(byFile.reduce(add, { right: 0, wrong: 0, missed: 0 })),
    interval: bootstrap(byFile),
    byField: [...byField].map(([field, counts]) => ({ field, ...scoreOf(counts) })),
    items: items.rows === 0 ? undefined : items,
    calibration: calibrate(answers),
    millisecondsAPage: speeds.sort((a, b) => a - b)[speeds.length >> 1] ?? 0,
    invented,
    misses,
  };
}

function add(sum: Counts, counts: Readonly<Counts>): Counts {
  sum.right += counts.right;
  sum.wrong += counts.wrong;
  sum.missed += counts.missed;
  return sum;
}

function placeMiss(miss: BareMiss, field: Field, document: Document, extracted: ExtractedDocument): Miss {
  const own = listValues(extracted)
    .filter(([path]) => path === field.key || path.startsWith(`${field.key}[`))
    .map(([, value]) => value);
  const confidence = own[0]?.confidence;
  return {
    ...miss,
    ...(confidence === undefined ? {} : { confidence }),
    given: own.flatMap(({ evidence }) => evidence.map(({ page, box }) => ({ page, box }))),
    right: findTruth(document, miss.expected, understandField(field).kind),
  };
}

function confidenceOf(extracted: ExtractedDocument, field: Field): number | undefined {
  return listValues(extracted).find(([path]) => path === field.key)?.[1].confidence;
}

function calibrate(
  answers: readonly { confidence: number; isRight: boolean }[],
): ExtractionEvaluation['calibration'] {
  return Array.from({ length: 10 }, (_, tenth) => {
    const own = answers.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth);
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    return {
      count: own.length,
      confidence: mean(own.map((answer) => answer.confidence)),
      right: mean(own.map((answer) => (answer.isRight ? 1 : 0))),
    };
  });
}

/** Draws of files with repetition; a fixed sequence, so that two runs agree. */
function bootstrap(byFile: readonly Counts[]): readonly [number, number] {
  const draws = 400;
  let seed = 1;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const scores = Array.from({ length: draws }, () => {
    const sum: Counts = { right: 0, wrong: 0, missed: 0 };
    for (let draw = 0; draw < byFile.length; draw += 1) add(sum, byFile[Math.floor(next() * byFile.length)]!);
    return scoreOf(sum).f1;
  }).sort((a, b) => a - b);
  return [scores[Math.floor(draws * 0.05)] ?? 0, scores[Math.floor(draws * 0.95)] ?? 0];
}
