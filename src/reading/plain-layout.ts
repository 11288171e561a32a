/**
 * Lays text out on virtual pages of monospaced cells, as a line printer would: a column in the text stays a
 * column on the page, and who looks for "right of the label" finds it by boxes, as on a scan.
 */
import type { Box, Document, Line, Page, Warning, Word } from './document.ts';
import type { ReadingLimits } from './limits.ts';
import { countCells, isBoldAt, type PlainLine } from './plain-line.ts';

export type PlainPages = {
  /** Of the whole text; more than `pages` holds when the limit cut it. */
  readonly pageCount: number;
  readonly pages: readonly Page[];
};

/** 66 rows of 12 points make an 11-inch page, 80 cells of 7.2 points the width that line printers had. */
const rowsAPage = 66;
const cellsAtLeast = 80;
const cellWidth = 7.2;
const rowHeight = 12;
const tabCells = 8;
/** Prose on one endless line is wrapped as a word processor would; a line with columns in it is not. */
const proseCellsMax = 120;
const columnCellsMax = 1_000;

/** Lines split off a text: six times what the pages read can hold. */
const linesMax = 200_000;
/** A longer run of letters is no word (base64, a line of dashes), and is parted. */
const wordLettersMax = 500;
const wordsAndSpaces = new RegExp(`\\s+|\\S{1,${wordLettersMax}}`, 'g');

/** Text with its own line ends and form feeds. */
export function textToLines(text: string): PlainLine[] {
  const lines: PlainLine[] = [];
  const pages = text.split('\f', linesMax);
  for (const [index, page] of pages.entries()) {
    // A form feed at the very end starts no page.
    if (index > 0 && index === pages.length - 1 && page.trim() === '') break;
    for (const [row, line] of page.split(/\r\n|\n|\r|\v|\u2028|\u2029/, linesMax - lines.length).entries())
      lines.push(index > 0 && row === 0 ? { text: line, startsPage: true } : { text: line });
  }
  return lines;
}

/** Lays lines out on pages; only the first `pagesMax` are built. */
export function layOutLines(lines: readonly PlainLine[], pagesMax: number): PlainPages {
  const rows = lines.flatMap(lineToRows);
  const cells = rows.reduce((widest, row) => Math.max(widest, row.cells), cellsAtLeast);
  const sheets: Row[][] = [];
  let sheet: Row[] = [];
  let used = 0;
  for (const row of rows) {
    if (used + row.rows > rowsAPage || (row.startsPage && used > 0)) {
      sheets.push(sheet);
      sheet = [];
      used = 0;
    }
    sheet.push({ ...row, top: used });
    used += row.rows;
  }
  if (sheet.length > 0 || sheets.length === 0) sheets.push(sheet);
  const last = sheets.findLastIndex((candidate) => candidate.some((row) => row.words.length > 0));
  const kept = sheets.slice(0, Math.max(1, last + 1));
  return {
    pageCount: kept.length,
    pages: kept.slice(0, pagesMax).map((page, index) => rowsToPage(page, cells, index + 1)),
  };
}

/** A Document of laid-out lines, with a warning where the page limit cut it. */
export function plainDocument(
  mediaType: string,
  lines: readonly PlainLine[],
  limits: ReadingLimits,
  more: Partial<Pick<Document, 'attachments' | 'warnings' | 'pageCount'>> = {},
): Document {
  const { pages, pageCount } = layOutLines(lines, limits.pages);
  const warnings: Warning[] = [...(more.warnings ?? [])];
  if (pageCount > pages.length)
    warnings.push({
      code: 'pages_left_out',
      message: `Only ${pages.length} of ${pageCount} pages were read`,
    });
  return {
    mediaType,
    pageCount: Math.max(more.pageCount ?? 1, pageCount),
    pages,
    attachments: more.attachments ?? [],
    warnings,
  };
}

type PlacedWord = {
  readonly text: string;
  readonly left: number;
  readonly cells: number;
  readonly bold: boolean;
};
type Row = {
  readonly words: readonly PlacedWord[];
  readonly cells: number;
  readonly rows: 1 | 2;
  readonly top: number;
  readonly startsPage: boolean;
};

function lineToRows(line: PlainLine): Row[] {
  const words = placeWords(line);
  // "Total      12.00" and "Name\tAnna" hold columns; "end.  Next sentence" does not.
  const hasColumns = /\S(\t| {3,})\S/.test(line.text);
  const widest = hasColumns ? columnCellsMax : proseCellsMax;
  const rows: Row[] = [];
  const push = (rowWords: readonly PlacedWord[]) =>
    rows.push({
      words: rowWords,
      cells: rowWords.reduce((right, word) => Math.max(right, word.left + word.cells), 0),
      rows: line.rows ?? 1,
      top: 0,
      startsPage: line.startsPage === true && rows.length === 0,
    });
  let row: PlacedWord[] = [];
  let shift = 0;
  for (const word of words) {
    if (row.length > 0 && word.left - shift + word.cells > widest) {
      push(row);
      row = [];
      shift = word.left;
    }
    row.push({ ...word, left: word.left - shift });
  }
  push(row);
  return rows;
}

function placeWords(line: PlainLine): PlacedWord[] {
  const words: PlacedWord[] = [];
  let cell = 0;
  let at = 0;
  for (const [part] of line.text.matchAll(wordsAndSpaces)) {
    if (part.trim() === '') {
      for (const space of part)
        cell = space === '\t' ? (Math.floor(cell / tabCells) + 1) * tabCells : cell + 1;
    } else {
      const cells = countCells(part);
      words.push({ text: part, left: cell, cells, bold: isBoldAt(line, at) });
      cell += cells;
    }
    at += part.length;
  }
  return words;
}

function rowsToPage(rows: readonly Row[], cells: number, number: number): Page {
  const lines: Line[] = [];
  for (const row of rows) {
    if (row.words.length === 0) continue;
    const top = row.top / rowsAPage;
    // A tenth of the row stays white, so that rows do not touch.
    const height = (row.rows * 0.9) / rowsAPage;
    const words = row.words.map((word): Word => {
      const box: Box = [word.left / cells, top, word.cells / cells, height];
      return word.bold ? { text: word.text, box, bold: true } : { text: word.text, box };
    });
    const left = words[0]!.box[0];
    lines.push({ words, box: [left, top, row.cells / cells - left, height] });
  }
  return {
    number,
    width: cells * cellWidth,
    height: rowsAPage * rowHeight,
    rotation: 0,
    source: 'plain',
    lines,
  };
}
