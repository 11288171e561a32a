/**
 * Tables: rows of line items under a header that resembles the item's properties. Columns come from the header's
 * geometry; a row starts where its anchor column has a figure; what stands nearest to that figure belongs to it.
 * Which figure is the price and which the total is settled by reckoning, where the header leaves it open.
 */
import type { Ask } from './ask.ts';
import { type Candidate, joinLines, wordsOf } from './candidate.ts';
import type { Prepared } from './gather.ts';
import type { LabelIndex } from './labels.ts';
import type { Layout, Row, Segment } from './layout.ts';
import { mapColumns } from './table-columns.ts';
import { type Column, findHeaders, type Header } from './table-header.ts';

/** One row of a table: the words of each property, by its position in the asks. */
export type TableRow = { readonly cells: ReadonlyMap<number, Candidate> };

/** One row before its columns have names: figures and words by column. */
export type RawRow = {
  readonly numbers: ReadonlyMap<number, readonly Candidate[]>;
  readonly texts: ReadonlyMap<number, readonly Candidate[]>;
};

type Cell = {
  readonly column: number;
  readonly segment: Segment;
  readonly start: number;
  readonly end: number;
};
type Line = { readonly row: Row; readonly cells: readonly Cell[]; readonly middle: number };

/** Labels that end the items of a table. */
const endConcepts = new Set([
  'net_total',
  'subtotal',
  'grand_total',
  'tax_total',
  'rounding',
  'change',
  'cash',
]);

export function readTable(prepared: Prepared, index: LabelIndex, asks: readonly Ask[]): readonly TableRow[] {
  const { layout } = prepared;
  const headers = findHeaders(prepared, index, asks);
  const [header] = headers;
  if (header === undefined) return [];
  const raw: RawRow[] = [];
  for (const [at, own] of headers.entries()) {
    const stop = headers[at + 1]?.firstRow ?? layout.rows.length;
    const lines: Line[] = [];
    for (let position = own.lastRow + 1; position < stop; position += 1) {
      const row = layout.rows[position]!;
      if (isEnd(row, layout, index, own)) break;
      // Columns of one page tell nothing of the next, unless the header is repeated there.
      if (row.page !== own.page) break;
      const cells = assignCells(row, layout, own);
      if (cells.length > 0) lines.push({ row, cells, middle: (row.top + row.bottom) / 2 });
    }
    raw.push(...buildRows(lines, own.columns, prepared));
  }
  return mapColumns(raw, header.columns, asks);
}

function isEnd(row: Row, layout: Layout, index: LabelIndex, header: Header): boolean {
  const first = row.segments
    .map((segment) => layout.segments[segment]!)
    .find((segment) => /\p{L}{2}/u.test(segment.text));
  if (first === undefined) return false;
  const labels = index.knownBySegment.get(first.index) ?? [];
  const label = labels.find((known) => known.concepts.some((concept) => endConcepts.has(concept)));
  if (label === undefined) return false;
  const letters = first.tokens.reduce(
    (sum, token) => sum + (token.squashed.match(/\p{L}/gu)?.length ?? 0),
    0,
  );
  const covered = label.squashed.length / Math.max(1, letters);
  const hasNumber = row.segments.some((segment) => /\d/.test(layout.segments[segment]!.text));
  return covered > 0.5 && (hasNumber || row.page !== header.page || covered > 0.9);
}

/** Each cell of a row goes to the column whose head it stands under; a cell under two heads is parted by words. */
function assignCells(row: Row, layout: Layout, header: Header): readonly Cell[] {
  const cells: Cell[] = [];
  for (const position of row.segments) {
    const segment = layout.segments[position]!;
    const under = header.columns.filter(
      (column) => Math.min(column.right, segment.right) - Math.max(column.left, segment.left) > 0.2,
    );
    if (under.length > 1 && segment.tokens.length > 1) {
      cells.push(...partByWords(segment, header));
      continue;
    }
    const column = under.length === 1 ? header.columns.indexOf(under[0]!) : nearestColumn(segment, header);
    if (column !== undefined) cells.push({ column, segment, start: 0, end: segment.tokens.length - 1 });
  }
  return cells;
}

function partByWords(segment: Segment, header: Header): readonly Cell[] {
  const cells: { column: number; segment: Segment; start: number; end: number }[] = [];
  for (const [position, token] of segment.tokens.entries()) {
    const column = nearestColumn(token, header);
    if (column === undefined) continue;
    const last = cells.at(-1);
    if (last !== undefined && last.column === column && last.end === position - 1) last.end = position;
    else cells.push({ column, segment, start: position, end: position });
  }
  return cells;
}

/** Distance in em from which a cell belongs to no column. */
const columnReach = 6;

function nearestColumn(span: { left: number; right: number }, header: Header): number | undefined {
  let best: { column: number; distance: number } | undefined;
  for (const [column, { left, right }] of header.columns.entries()) {
    const overlap = Math.min(right, span.right) - Math.max(left, span.left);
    const edges = Math.min(
      Math.abs(left - span.left),
      Math.abs(right - span.right),
      Math.abs(left + right - span.left - span.right) / 2,
    );
    const distance = overlap > 0 ? edges * 0.3 - overlap : edges;
    if (best === undefined || distance < best.distance) best = { column, distance };
  }
  return best !== undefined && best.distance < columnReach ? best.column : undefined;
}

type Growing = {
  readonly line: Line;
  readonly numbers: Map<number, Candidate[]>;
  readonly texts: Map<number, Candidate[]>;
};

function buildRows(
  lines: readonly Line[],
  columns: readonly Column[],
  prepared: Prepared,
): readonly RawRow[] {
  const anchored = findAnchored(lines, columns, prepared);
  const rows: Growing[] = anchored.map((line) => ({ line, numbers: new Map(), texts: new Map() }));
  const gaps = anchored.slice(1).map((line, at) => line.middle - anchored[at]!.middle);
  const usual = Math.min(8, Math.max(2, ...gaps));
  for (const line of lines) {
    const own = rows.findLast((row) => row.line.middle <= line.middle + 0.01);
    const next = rows.find((row) => row.line.middle > line.middle);
    const toOwn = own === undefined ? Number.POSITIVE_INFINITY : line.middle - own.line.middle;
    const toNext = next === undefined ? Number.POSITIVE_INFINITY : next.line.middle - line.middle;
    if (Math.min(toOwn, toNext) > usual + 0.5) continue;
    for (const cell of line.cells) {
      // Cells set a little higher than their figure belong to the row below.
      const isAhead = next !== undefined && toNext < 1.15 && toNext < toOwn && isMissing(next, cell);
      const home = isAhead ? next : (own ?? next)!;
      addCell(home, cell, prepared);
    }
  }
  return rows;
}

function isMissing(row: Growing, cell: Cell): boolean {
  return !row.line.cells.some((other) => other.column === cell.column);
}

/**
 * Lines that a row starts at: those with a figure in the column that has most amounts, else most whole numbers
 * (delivery notes), else most words, as long as they follow one another.
 */
function findAnchored(
  lines: readonly Line[],
  columns: readonly Column[],
  prepared: Prepared,
): readonly Line[] {
  const has = [
    (line: Line, column: number) => numberIn(line, column, prepared)?.number?.formed === true,
    (line: Line, column: number) => numberIn(line, column, prepared) !== undefined,
    (line: Line, column: number) => line.cells.some((cell) => cell.column === column),
  ];
  for (const [way, isIn] of has.entries()) {
    const anchor = chooseAnchor(lines, columns, isIn);
    if (anchor === undefined) continue;
    const anchored = lines.filter((line) =>
      way === 0 ? numberIn(line, anchor, prepared) !== undefined : isIn(line, anchor),
    );
    return way === 0 ? anchored : untilGap(anchored);
  }
  return [];
}

/** The column that most lines have; of equals the last: line totals seldom lack. */
function chooseAnchor(
  lines: readonly Line[],
  columns: readonly Column[],
  isIn: (line: Line, column: number) => boolean,
): number | undefined {
  let best: { column: number; count: number; right: number } | undefined;
  for (const [column, { right, heads }] of columns.entries()) {
    if (heads.length === 0) continue;
    const count = lines.filter((line) => isIn(line, column)).length;
    if (count === 0) continue;
    if (best === undefined || count > best.count || (count === best.count && right > best.right)) {
      best = { column, count, right };
    }
  }
  return best?.column;
}

/** Without totals to end it a table ends where the next line stands clearly further off. */
function untilGap(lines: readonly Line[]): readonly Line[] {
  const [first, second] = lines;
  if (first === undefined || second === undefined) return lines;
  const most = Math.max(2, 1.8 * (second.middle - first.middle));
  const end = lines.findIndex((line, at) => at > 0 && line.middle - lines[at - 1]!.middle > most);
  return end === -1 ? lines : lines.slice(0, end);
}

function numberIn(line: Line, column: number, prepared: Prepared): Candidate | undefined {
  for (const cell of line.cells) {
    if (cell.column !== column) continue;
    const number = numberOf(cell, prepared);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** The figure of a cell that is one: `20 Stk`, `€ 399,00`; not those within a text. */
function numberOf(cell: Cell, prepared: Prepared): Candidate | undefined {
  const found = prepared.numbersBySegment
    .get(cell.segment.index)
    ?.find((candidate) => candidate.start >= cell.start && candidate.end <= cell.end);
  if (found === undefined) return undefined;
  return cell.end - cell.start <= 3 ? found : undefined;
}

function addCell(row: Growing, cell: Cell, prepared: Prepared): void {
  const number = numberOf(cell, prepared);
  if (number !== undefined) row.numbers.set(cell.column, [...(row.numbers.get(cell.column) ?? []), number]);
  const words = wordsOf(cell.segment, cell.start, cell.end, 'text');
  if (words === undefined || !/[\p{L}\p{N}]/u.test(words.text)) return;
  const texts = row.texts.get(cell.column) ?? [];
  const last = texts.at(-1);
  const isSameRow = last !== undefined && last.tokens.at(-1)!.segment !== words.tokens[0]!.segment;
  const sameLine = isSameRow && Math.abs(last.tokens.at(-1)!.top - words.tokens[0]!.top) < 0.4;
  if (sameLine) texts[texts.length - 1] = { ...joinLines([last, words], 'lines'), lines: 1 };
  else texts.push(words);
  row.texts.set(cell.column, texts);
}
