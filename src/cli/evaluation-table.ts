import type { Interval } from '../evaluation/bootstrap.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import type { LearningFigures } from '../evaluation/learning-table.ts';
import type { LeaveOneOutSummary } from '../evaluation/summarise-leave-one-out.ts';
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

/** What was learned without a set, and without the types that mean the same as one of its own; then all sets. */
export function leaveOneOutTable(summary: LeaveOneOutSummary): string {
  const shown = ({ value, low, high }: Interval): string[] => [
    value.toFixed(3),
    `${low.toFixed(2)}–${high.toFixed(2)}`,
  ];
  const rows = summary.sets.map(({ name, accuracy, withoutAlike }) => [
    name,
    ...shown(accuracy),
    ...shown(withoutAlike),
  ]);
  const { otherRecall, falseOther, calibrationError, time } = summary;
  return [
    columns([['one set left out', 'accuracy', '95 %', 'and alike types', '95 %'], ...rows]),
    `all sets: other ${otherRecall.toFixed(3)}, false other ${falseOther.toFixed(3)}, ece ${calibrationError.toFixed(3)}`,
    `classification ${time.median.toFixed(1)} ms at the median, nine in ten within ${time.ninetieth.toFixed(1)} ms\n`,
  ].join('\n');
}

/** Accuracy without and with examples, a line a set. */
export function learningTable(figures: readonly LearningFigures[]): string {
  const counts = [...new Set(figures.map(({ examples }) => examples))];
  const names = [...new Set(figures.map(({ name }) => name))];
  const rows = names.map((name) => [
    name,
    ...figures
      .filter((figure) => figure.name === name)
      .map(({ zeroShot, learned }) => `${zeroShot.toFixed(3)} → ${learned.toFixed(3)}`),
  ]);
  return columns([['examples a type', ...counts.map(String)], ...rows]);
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
