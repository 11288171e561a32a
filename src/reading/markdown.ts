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

export function markdownToLines(text: string): PlainLine[] {
  const lines: PlainLine[] = [];
  const source = text.split(/\r\n|\n|\r/);
  let isCode = false;
  for (let index = 0; index < source.length; index++) {
    const line = source[index]!;
    if (/^\s*(```|~~~)/.test(line)) {
      isCode = !isCode;
    } else if (isCode) {
      lines.push({ text: line });
    } else if (isTableHead(source, index)) {
      const end = source.findIndex((candidate, at) => at > index && !candidate.includes('|'));
      lines.push(...tableLines(source.slice(index, end === -1 ? source.length : end)));
      index = (end === -1 ? source.length : end) - 1;
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

const marks =
  /!?\[([^\]]*)\]\([^)\s]*(?:\s"[^"]*")?\)|\*\*([^*]+)\*\*|(?<![\w*])[*_]([^*_\s][^*_]*)[*_](?![\w*])|`([^`]+)`/g;

function isTableHead(source: readonly string[], index: number): boolean {
  return (
    (source[index] ?? '').includes('|') &&
    /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(source[index + 1] ?? '')
  );
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
