import { createRequire } from 'node:module';
import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx';
import { Failure } from '../errors.ts';
import { checkArchive } from './archive-check.ts';
import type { Warning } from './document.ts';
import { mediaTypeOf, mediaTypes } from './media-type.ts';
import { isOle } from './office-ole.ts';
import { plainDocument } from './plain-layout.ts';
import type { PlainLine } from './plain-line.ts';
import { layOutTable, type PlainCell } from './plain-table.ts';
import type { Reader } from './reader.ts';

// Its CommonJS form brings the code pages that XLS of the nineties is written in; its module form does not.
const { read, SSF, utils } = createRequire(import.meta.url)('@e965/xlsx') as typeof import('@e965/xlsx');

/** Rows a sheet, and filled cells of the whole workbook: past these a table says nothing more about itself. */
const rowsMax = 20_000;
const cellsMax = 200_000;
const mergesMax = 20_000;

/** XLSX, XLS and ODS: visible sheets as pages, their filled cells as columns, values as the sheet shows them. */
export const readSpreadsheet: Reader = async (bytes, name, { limits }) => {
  const mediaType = mediaTypeOf(bytes, name);
  if (mediaType !== mediaTypes.xls) {
    if (isOle(bytes)) throw passwordFailure();
    checkArchive(bytes, limits);
  }
  const workbook = parse(bytes);
  const names = workbook.SheetNames.filter((_, index) => !workbook.Workbook?.Sheets?.[index]?.Hidden);
  const lines: PlainLine[] = [];
  let cellsLeft = cellsMax;
  for (const sheetName of names) {
    const rows = readRows(workbook.Sheets[sheetName] ?? {}, cellsLeft);
    cellsLeft -= rows.reduce((sum, row) => sum + row.length, 0);
    const title: readonly PlainLine[] =
      names.length > 1 && rows.length > 0 ? [{ text: sheetName, bold: true }] : [];
    const [first, ...rest] = [...title, ...layOutTable(rows)];
    if (first !== undefined) lines.push({ ...first, startsPage: true });
    for (const line of rest) lines.push(line);
  }
  const cut: Warning = { code: 'content_left_out', message: `Only the first ${cellsMax} cells were read` };
  return plainDocument(mediaType, lines, limits, { warnings: cellsLeft <= 0 ? [cut] : [] });
};

function parse(bytes: Uint8Array): WorkBook {
  try {
    // Dates as the sheet formats them; its default form follows the writer's country, so it is set to ISO.
    return read(bytes, {
      type: 'array',
      dense: true,
      cellFormula: false,
      cellNF: true,
      cellHTML: false,
      sheetRows: rowsMax,
      dateNF: 'yyyy-mm-dd',
    });
  } catch (error) {
    if (/password|encrypt/i.test(String(error))) throw passwordFailure(error);
    throw new Failure('corrupt_file', 'The spreadsheet is damaged and cannot be read', { cause: error });
  }
}

function passwordFailure(cause?: unknown): Failure {
  return new Failure('password_protected', 'The file is protected by a password; save it without one', {
    cause,
  });
}

/** Walks filled cells only: a sheet may claim a million rows by filling its last one. */
function readRows(sheet: WorkSheet, cellsLeft: number): PlainCell[][] {
  const spans = mergedSpans(sheet);
  const rows: PlainCell[][] = [];
  let left = cellsLeft;
  const data = (sheet['!data'] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[];
  data.forEach((row, rowIndex) => {
    const cells: PlainCell[] = [];
    row?.forEach((cell, column) => {
      const text = cell === undefined ? '' : cellText(cell);
      if (text === '' || left <= 0) return;
      left -= 1;
      cells.push({ lines: toLines(text), column, span: spans.get(`${rowIndex}:${column}`) ?? 1 });
    });
    if (cells.length > 0) rows.push(cells);
  });
  return rows;
}

function mergedSpans(sheet: WorkSheet): ReadonlyMap<string, number> {
  const merges = (sheet['!merges'] ?? []).slice(0, mergesMax);
  return new Map(merges.map(({ s, e }) => [`${s.r}:${s.c}`, e.c - s.c + 1]));
}

function cellText(cell: CellObject): string {
  if (cell.t === 'z') return '';
  const text = cell.w ?? formatNumber(cell) ?? utils.format_cell(cell);
  // A column too narrow for its number shows "####": the value is meant.
  return /^#+$/.test(text) ? String(cell.v ?? '') : text;
}

/** The library cannot format "dd.mm.yyyy", which not every program writes as "dd\\.mm\\.yyyy", and leaves the serial number. */
function formatNumber({ v, z }: CellObject): string | undefined {
  if (typeof v !== 'number' || typeof z !== 'string' || !z.includes('.')) return undefined;
  try {
    return SSF.is_date(z) ? SSF.format(z.replace(/(?<!\\)\./g, '\\.'), v) : undefined;
  } catch {
    return undefined;
  }
}

function toLines(text: string): readonly PlainLine[] {
  return text.split(/\r\n|\r|\n/).map((line) => ({ text: line.replace(/\s+/g, ' ').trim() }));
}
