/** Sets the rows of a table as columns of monospaced cells: what stood side by side stays side by side. */
import { boldRanges, countCells, type PlainLine, type TextRange, wrapLine } from './plain-line.ts';

export type PlainCell = {
  readonly lines: readonly PlainLine[];
  readonly column: number;
  /** Columns it reaches over. */
  readonly span: number;
};

/** White cells between columns; three is what tells a column from a space between words. */
const gapCells = 3;
/** A column is no wider than this; longer text is wrapped inside it, as a word processor would. */
const columnCellsMax = 60;
/** The last cell of a row has room to its right, as in a spreadsheet. */
const lastCellsMax = 110;

export function layOutTable(rows: readonly (readonly PlainCell[])[]): PlainLine[] {
  const filled = rows.map((row) => row.filter((cell) => cell.lines.some((line) => line.text.trim() !== '')));
  const columns = denseColumns(filled);
  const starts = columnStarts(filled, columns);
  return filled.flatMap((row) => layOutRow(row, columns, starts));
}

/** Used columns without the empty ones between them: a sheet may fill A and XFD only. */
function denseColumns(rows: readonly (readonly PlainCell[])[]): ReadonlyMap<number, number> {
  const used = [...new Set(rows.flatMap((row) => row.map((cell) => cell.column)))].sort((a, b) => a - b);
  return new Map(used.map((column, index) => [column, index]));
}

function columnStarts(
  rows: readonly (readonly PlainCell[])[],
  columns: ReadonlyMap<number, number>,
): readonly number[] {
  const widths = new Array<number>(columns.size).fill(1);
  for (const row of rows) {
    // The last cell of a row pushes nothing to the right, so it does not widen its column.
    for (const cell of row.slice(0, -1)) {
      if (cell.span > 1) continue;
      const index = columns.get(cell.column)!;
      widths[index] = Math.max(widths[index]!, Math.min(columnCellsMax, widestLine(cell)));
    }
  }
  const starts: number[] = [];
  let at = 0;
  for (const width of widths) {
    starts.push(at);
    at += width + gapCells;
  }
  return starts;
}

function widestLine(cell: PlainCell): number {
  return cell.lines.reduce((widest, line) => Math.max(widest, countCells(line.text)), 0);
}

function layOutRow(
  row: readonly PlainCell[],
  columns: ReadonlyMap<number, number>,
  starts: readonly number[],
): PlainLine[] {
  const placed = row.map((cell, index) => {
    const start = starts[columns.get(cell.column)!]!;
    const next = row[index + 1];
    const room = next === undefined ? lastCellsMax : starts[columns.get(next.column)!]! - start - gapCells;
    return { start, lines: cell.lines.flatMap((line) => wrapCellLine(line, room)) };
  });
  const height = placed.reduce((most, cell) => Math.max(most, cell.lines.length), 0);
  return Array.from({ length: height }, (_, index) =>
    joinLines(placed.map(({ start, lines }) => ({ start, line: lines[index] }))),
  );
}

/** A line with columns of its own (a table within the table) is left as it is. */
function wrapCellLine(line: PlainLine, room: number): readonly PlainLine[] {
  return / {3}\S/.test(line.text) ? [line] : wrapLine(line, Math.max(room, 8));
}

function joinLines(parts: readonly { start: number; line: PlainLine | undefined }[]): PlainLine {
  let text = '';
  let cells = 0;
  let rows: 1 | 2 = 1;
  const bold: TextRange[] = [];
  for (const { start, line } of parts) {
    if (line === undefined || line.text.trim() === '') continue;
    const gap = text === '' ? start : Math.max(start - cells, gapCells);
    text += ' '.repeat(gap);
    bold.push(...boldRanges(line, text.length));
    text += line.text;
    cells += gap + countCells(line.text);
    if (line.rows === 2) rows = 2;
  }
  return { text, rows, ...(bold.length > 0 ? { bold } : {}) };
}
