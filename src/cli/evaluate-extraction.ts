import type { ProcessPool } from '../engine/process-pool.ts';
import {
  type EvaluatedExtraction,
  type ExtractionEvaluation,
  evaluateExtraction as measure,
} from '../evaluation/extraction/evaluate-extraction.ts';
import { drawMisses } from '../evaluation/extraction/miss-pictures.ts';
import { type DrawnEvaluation, worstMisses } from '../evaluation/extraction/report-section.ts';
import { columns } from './columns.ts';
import { readingCache } from './evaluate-leave-one-out.ts';

/** Extraction end to end on folders with fields.json and truth.jsonl; invoices in XML inside a file are left aside. */
export async function evaluateExtraction(
  folders: readonly string[],
  pool: ProcessPool,
  { parallel, leaveOneOut }: { readonly parallel: number; readonly leaveOneOut: boolean },
): Promise<EvaluatedExtraction> {
  return measure(folders, {
    read: (path) => pool.run<'read'>({ kind: 'read', path, name: path }),
    cache: readingCache,
    parallel,
    leaveOneOut,
    onProgress: (text) => process.stderr.isTTY && process.stderr.write(`${text}\n`),
  });
}

/** With crops of the pages that the worst answers come from. */
export async function drawEvaluations({ sets, documents }: EvaluatedExtraction): Promise<DrawnEvaluation[]> {
  const drawn: DrawnEvaluation[] = [];
  for (const set of sets) {
    const pictures = await drawMisses(set.folder, worstMisses(set), documents.get(set.folder)!);
    drawn.push({ set, pictures });
  }
  return drawn;
}

/** The figures of all sets, a line a set. */
export function extractionTable(sets: readonly ExtractionEvaluation[]): string {
  const head = ['set', 'files', 'F1', '90 %', 'precision', 'recall', 'rows right', 'ms/page', 'invented'];
  const rows = sets.map(({ name, files, score, interval, items, millisecondsAPage, invented }) => [
    name,
    String(files),
    score.f1.toFixed(3),
    interval.map((bound) => bound.toFixed(2)).join('–'),
    score.precision.toFixed(3),
    score.recall.toFixed(3),
    items === undefined ? '' : `${items.rowsRight} of ${items.rows}`,
    millisecondsAPage.toFixed(0),
    String(invented.length),
  ]);
  return columns([head, ...rows]);
}
