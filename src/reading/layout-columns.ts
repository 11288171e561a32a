/** Columns of prose, told from tables: both have gaps above each other, but prose fills its columns. */
import type { Placed, Row } from './layout.ts';

/** The rows in reading order: where prose stands in columns, the left column whole before the right one. */
export function orderByColumns(rows: readonly Row[], depth = 0): Row[] {
  if (depth >= COLUMNS_MAX) return [...rows];
  const ordered: Row[] = [];
  let at = 0;
  while (at < rows.length) {
    const columns = findColumns(rows, at);
    if (columns === undefined) {
      ordered.push(rows[at]!);
      at++;
      continue;
    }
    ordered.push(...orderByColumns(columns.left, depth + 1), ...orderByColumns(columns.right, depth + 1));
    at = columns.end;
  }
  return ordered;
}

const COLUMNS_MAX = 4;
/** Rows with words on both sides of the gap that make a column. */
const COLUMN_ROWS_MIN = 4;
/** A gap of columns is at least this wide, of the line height. */
const GUTTER_MIN = 0.9;

type Gap = { readonly left: number; readonly right: number };
type Columns = { readonly left: Row[]; readonly right: Row[]; readonly end: number };

function findColumns(rows: readonly Row[], start: number): Columns | undefined {
  for (const gap of gapsOf(rows[start]!)) {
    const columns = extendColumns(rows, start, gap);
    if (columns !== undefined && isProse(columns.left) && isProse(columns.right)) return columns;
  }
  return undefined;
}

/** Follows a gap downwards for as long as no row crosses what is left of it. */
function extendColumns(rows: readonly Row[], start: number, first: Gap): Columns | undefined {
  let gap = first;
  let both = 0;
  const left: Row[] = [];
  const right: Row[] = [];
  let end = start;
  for (; end < rows.length; end++) {
    const row = rows[end]!;
    const narrowed = narrow(gap, row);
    if (narrowed === undefined) break;
    gap = narrowed;
    const middle = (gap.left + gap.right) / 2;
    const leftWords = row.filter((word) => word.right <= middle);
    const rightWords = row.filter((word) => word.right > middle);
    if (leftWords.length > 0) left.push(leftWords);
    if (rightWords.length > 0) right.push(rightWords);
    if (leftWords.length > 0 && rightWords.length > 0) both++;
  }
  return both >= COLUMN_ROWS_MIN ? { left, right, end } : undefined;
}

/** What stays empty of the gap beside this row's words; undefined when a word crosses it. */
function narrow(gap: Gap, row: Row): Gap | undefined {
  let { left, right } = gap;
  const middle = (left + right) / 2;
  for (const word of row) {
    if (word.right <= middle) left = Math.max(left, word.right);
    else if (word.left >= middle) right = Math.min(right, word.left);
    else return undefined;
  }
  return right - left >= GUTTER_MIN * heightOf(row) ? { left, right } : undefined;
}

function gapsOf(row: Row): Gap[] {
  const gaps: Gap[] = [];
  for (let index = 1; index < row.length; index++) {
    const gap = { left: row[index - 1]!.right, right: row[index]!.left };
    if (gap.right - gap.left >= GUTTER_MIN * heightOf(row)) gaps.push(gap);
  }
  return gaps;
}

/**
 * Prose: at least three words a row in the median, mostly letters, and rows that fill the column's width.
 * Cells of a table fail one of the three.
 */
function isProse(rows: readonly Row[]): boolean {
  const counts = rows.map((row) => row.length).sort((a, b) => a - b);
  if (counts[Math.floor(counts.length / 2)]! < 3) return false;
  const text = rows.flatMap((row) => row.map(({ word }) => word.text)).join('');
  const letters = text.replace(/[^\p{L}]/gu, '').length;
  if (letters < 0.75 * text.length) return false;
  const left = Math.min(...rows.map((row) => row[0]!.left));
  const right = Math.max(...rows.map((row) => row.at(-1)!.right));
  const filled = rows.filter((row) => row.at(-1)!.right - row[0]!.left >= 0.6 * (right - left));
  return filled.length >= 0.6 * rows.length;
}

const heightOf = (row: readonly Placed[]): number =>
  row.reduce((sum, word) => sum + word.bottom - word.top, 0) / row.length;
