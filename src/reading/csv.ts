import type { Warning } from './document.ts';
import { plainDocument } from './plain-layout.ts';
import { layOutTable, type PlainCell } from './plain-table.ts';
import type { Reader } from './reader.ts';
import { decodeTextFile } from './text.ts';

/** Rows read; a longer table says nothing more about what it is, and its words are past the limit anyway. */
const rowsMax = 20_000;
const columnsMax = 500;
const fieldsMax = 200_000;

/** CSV and TSV: its fields set as columns. */
export const readCsv: Reader = async (bytes, _name, { limits }) => {
  const { text, warnings } = decodeTextFile(bytes);
  const { rows, isCut } = parseCsv(text, sniffDelimiter(text));
  const cut: Warning = {
    code: 'content_left_out',
    message: `Only the first ${rowsMax} rows, ${columnsMax} columns and ${fieldsMax} fields were read`,
  };
  const lines = layOutTable(
    rows.map((row) =>
      row.map((field, column): PlainCell => ({ lines: field.split(/\r?\n/).map(toLine), column, span: 1 })),
    ),
  );
  return plainDocument('text/csv', lines, limits, { warnings: isCut ? [...warnings, cut] : warnings });
};

function toLine(text: string): { text: string } {
  return { text: text.replace(/\s+/g, ' ').trim() };
}

/** The delimiter that stands most evenly in the first rows: as often in each, and as often as possible. */
export function sniffDelimiter(text: string): string {
  const rows = text
    .slice(0, 20_000)
    .split(/\r?\n/, 20)
    .filter((row) => row.trim() !== '');
  const scores = [';', '\t', ',', '|'].map((delimiter) => {
    const counts = rows.map((row) => row.split(delimiter).length - 1);
    return { delimiter, score: Math.min(...counts) * 100 + (counts[0] ?? 0) };
  });
  return scores.reduce((best, candidate) => (candidate.score > best.score ? candidate : best)).delimiter;
}

/** Fields in quotes may hold delimiters, line ends and doubled quotes (RFC 4180); a quote inside a field is itself. */
export function parseCsv(text: string, delimiter: string): { rows: string[][]; isCut: boolean } {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  let isCut = false;
  let fields = 0;
  while (at < text.length && rows.length < rowsMax && fields < fieldsMax) {
    const { field, next } = readField(text, at, delimiter);
    fields += 1;
    if (row.length < columnsMax) row.push(field);
    else isCut = true;
    at = next;
    if (text[at] === delimiter) {
      at += 1;
      // A delimiter at the very end leaves an empty last field, which says nothing.
      continue;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return { rows, isCut: isCut || at < text.length };
}

function readField(text: string, start: number, delimiter: string): { field: string; next: number } {
  if (text[start] !== '"') return readBareField(text, start, delimiter);
  let field = '';
  let at = start + 1;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    // A quote that never closes: the rest would be one field, so the quote is taken for a letter.
    if (quote === -1) return readBareField(text, start, delimiter);
    field += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const rest = readBareField(text, quote + 1, delimiter);
      return { field: field + rest.field, next: rest.next };
    }
    field += '"';
    at = quote + 2;
  }
  return readBareField(text, start, delimiter);
}

function readBareField(text: string, start: number, delimiter: string): { field: string; next: number } {
  let next = start;
  while (next < text.length && text[next] !== delimiter && text[next] !== '\n' && text[next] !== '\r')
    next += 1;
  return { field: text.slice(start, next), next };
}
