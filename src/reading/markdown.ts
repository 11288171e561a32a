import { plainDocument } from './plain-layout.ts';
import { emptyLine, type PlainLine, type TextRange } from './plain-line.ts';
import { layOutTable } from './plain-table.ts';
import type { Reader } from './reader.ts';
import { decodeTextFile } from './text.ts';

/** Markdown: its text without the marks, headings large and bold, tables as columns. */
export const readMarkdown: Reader = async (bytes, _name, { limits }) => {
  const { text, warnings } = decodeTextFile(bytes);
  return plainDocument('text/markdown', markdownToLines(text), limits, { warnings });
};

/** Longer lines are taken as they stand: matching marks takes time by the square of spaces in a row. */
const markedLettersMax = 4_000;
const linesMax = 200_000;

export function markdownToLines(text: string): PlainLine[] {
  const lines: PlainLine[] = [];
  const source = text.split(/\r\n|\n|\r/, linesMax);
  let isCode = false;
  for (let index = 0; index < source.length; index++) {
    const line = source[index]!;
    if (/^\s{0,20}(```|~~~)/.test(line)) {
      isCode = !isCode;
    } else if (isCode || line.length > markedLettersMax) {
      lines.push({ text: line });
    } else if (isTableHead(source, index)) {
      let end = index;
      while (end < source.length && source[end]!.includes('|')) end += 1;
      for (const row of tableLines(source.slice(index, end))) lines.push(row);
      index = end - 1;
    } else if (/^\s{0,3}(=+|-{2,})\s*$/.test(line) && (lines.at(-1)?.text ?? '') !== '') {
      // A line underlined by "====" or "----" is a heading.
      lines.push({ ...lines.pop()!, rows: 2, bold: true });
    } else {
      lines.push(markdownLine(line));
    }
  }
  return lines;
}

function markdownLine(line: string): PlainLine {
  const heading = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading) return { text: inline(heading[2]!).text, bold: true, rows: heading[1]!.length <= 2 ? 2 : 1 };
  if (/^\s{0,3}([-*_]\s*){3,}$/.test(line)) return emptyLine;
  // "> quoted", "* item" and "- [x] done" lose their marks; "1. item" is printed with its number.
  return inline(line.replace(/^(\s*>)+\s?/, '').replace(/^(\s*)[*+-]\s+/, '$1• '));
}

/** Takes "**bold**", "*slanted*", "`code`" and "[text](target)" out of their marks. */
function inline(source: string): PlainLine {
  const bold: TextRange[] = [];
  let text = '';
  let at = 0;
  for (const match of source.matchAll(marks)) {
    text += source.slice(at, match.index);
    const [whole, linked, strong, slanted, code] = match;
    const shown = linked ?? strong ?? slanted ?? code ?? '';
    if (strong !== undefined) bold.push([text.length, text.length + shown.length]);
    text += shown;
    at = match.index + whole.length;
  }
  text += source.slice(at);
  return bold.length > 0 ? { text, bold } : { text };
}

/** Each part is bounded, so that a text of brackets only takes no more than its length times the bound. */
const marks =
  /!?\[([^\]]{0,300})\]\([^)\s]{0,300}(?:\s"[^"]{0,100}")?\)|\*\*([^*]{1,300})\*\*|(?<![\w*])[*_]([^*_\s][^*_]{0,300})[*_](?![\w*])|`([^`]{1,300})`/g;

function isTableHead(source: readonly string[], index: number): boolean {
  const next = source[index + 1] ?? '';
  if (next.length > markedLettersMax || !source[index]!.includes('|')) return false;
  // Matches "|---|:-:|" and "--- | ---".
  return /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(next);
}

function tableLines(rows: readonly string[]): PlainLine[] {
  const cells = rows
    .filter((_, index) => index !== 1)
    .map((row) =>
      row
        .trim()
        .replace(/^\||\|$/g, '')
        .split('|'),
    );
  return layOutTable(
    cells.map((row) => row.map((cell, column) => ({ lines: [inline(cell.trim())], column, span: 1 }))),
  );
}
