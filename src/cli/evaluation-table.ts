import type { Evaluation } from '../evaluation/evaluation.ts';
import { columns } from './columns.ts';

/** The figures of all sets, a line a set, then each set's types. */
export function evaluationTable(evaluations: readonly Evaluation[]): string {
  const head = ['set', 'files', 'accuracy', '95 %', 'macro F1', 'other', 'false other', 'ece', 's/file'];
  const rows = evaluations.map((set) => [
    set.name,
    String(set.files),
    set.accuracy.toFixed(3),
    set.accuracyInterval.map((bound) => bound.toFixed(2)).join('–'),
    set.macroF1.toFixed(3),
    set.otherRecall.toFixed(2),
    set.falseOther.toFixed(2),
    set.ece.toFixed(3),
    set.secondsPerFile.toFixed(2),
  ]);
  return [columns([head, ...rows]), ...evaluations.map(details)].join('\n');
}

function details(set: Evaluation): string {
  const rows = set.perType
    .filter(({ support }) => support > 0)
    .map(({ documentType, support, precision, recall, f1 }) => [
      `  ${documentType}`,
      String(support),
      precision.toFixed(2),
      recall.toFixed(2),
      f1.toFixed(2),
      mistakes(set, documentType),
    ]);
  return `${set.name}\n${columns([['  type', 'files', 'precision', 'recall', 'F1', 'answered instead'], ...rows])}`;
}

/** What documents of a type were taken for, most often first: a row of the confusion matrix in words. */
function mistakes({ confusion }: Evaluation, documentType: string): string {
  return Object.entries(confusion[documentType] ?? {})
    .filter(([answer]) => answer !== documentType)
    .toSorted(([, a], [, b]) => b - a)
    .map(([answer, count]) => `${answer} ${count}`)
    .join(', ');
}
