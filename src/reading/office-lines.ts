/** The tree that officeparser builds, turned into lines: paragraphs, lists, tables as columns, slides as pages. */
import type { OfficeContentNode, OfficeParserAST } from 'officeparser';
import { emptyLine, type PlainLine, type TextRange } from './plain-line.ts';
import { layOutTable, type PlainCell } from './plain-table.ts';

/** Points from which text is set as a heading; body text is 9 to 12. */
const largePoints = 15;

/** Bold parts kept of one line; wrapping takes time by their number. */
const boldRangesMax = 500;

export function officeToLines(ast: OfficeParserAST): PlainLine[] {
  const writer = new LineWriter(ast.type !== 'rtf');
  const { headers = [], footers = [] } = ast.auxiliary ?? {};
  writer.addOnce(headers);
  for (const node of ast.content) writer.add(node);
  writer.addOnce(footers);
  return writer.lines;
}

class LineWriter {
  readonly lines: PlainLine[] = [];
  /** RTF has no headings; what the parser calls so there is bold text and all that follows it. */
  readonly #believesHeadings: boolean;
  #text = '';
  #bold: TextRange[] = [];
  #isLarge = false;
  #startsPage = false;

  constructor(believesHeadings: boolean) {
    this.#believesHeadings = believesHeadings;
  }

  /** Adds headers or footers; first, left and right pages often repeat the same one. */
  addOnce(nodes: readonly OfficeContentNode[]): void {
    const seen = new Set<string>();
    for (const node of nodes) {
      const writer = new LineWriter(this.#believesHeadings);
      writer.add(node);
      const text = writer.lines.map((line) => line.text).join('\n');
      if (text.trim() === '' || seen.has(text)) continue;
      seen.add(text);
      for (const line of writer.lines) this.lines.push(line);
    }
  }

  add(node: OfficeContentNode): void {
    switch (node.type) {
      case 'text':
        this.#addText(node.text ?? '', node.formatting?.bold === true, pointsOf(node.formatting?.size));
        break;
      case 'break':
        this.#addBreak(node.metadata?.breakType);
        break;
      case 'table':
        this.#endLine();
        for (const line of layOutTable((node.children ?? []).map((row) => this.#readRow(row))))
          this.#push(line);
        break;
      case 'slide':
        this.#endLine();
        this.#startsPage = true;
        this.#addBlock(node);
        break;
      case 'comment':
        return;
      default:
        this.#addBlock(node);
    }
    for (const note of node.notes ?? []) this.#addBlock(note);
  }

  #addBlock(node: OfficeContentNode): void {
    this.#endLine();
    if (node.type === 'list') this.#addText(listMark(node), false, undefined);
    const isHeading = node.type === 'heading' && this.#believesHeadings;
    const start = this.lines.length;
    const children = node.children ?? [];
    if (children.length > 0) for (const child of children) this.add(child);
    else if (node.type !== 'image') this.#addText(node.text ?? '', false, undefined);
    this.#endLine();
    if (isHeading)
      for (let index = start; index < this.lines.length; index++)
        this.lines[index] = { ...this.lines[index]!, rows: 2, bold: true };
    // An empty paragraph is how people make room.
    if (node.type === 'paragraph' && this.lines.length === start) this.lines.push(emptyLine);
  }

  #readRow(row: OfficeContentNode): PlainCell[] {
    return (row.children ?? []).map((cell, index): PlainCell => {
      const writer = new LineWriter(this.#believesHeadings);
      for (const child of cell.children ?? []) writer.add(child);
      writer.#endLine();
      if ((cell.children ?? []).length === 0 && cell.text) writer.lines.push({ text: cell.text });
      const metadata = cell.type === 'cell' ? cell.metadata : undefined;
      return { lines: writer.lines, column: metadata?.col ?? index, span: metadata?.colSpan ?? 1 };
    });
  }

  #addText(text: string, isBold: boolean, points: number | undefined): void {
    for (const [index, part] of text.split(/\r\n|[\n\r\v]/).entries()) {
      if (index > 0) this.#endLine();
      if (part === '') continue;
      if (isBold && this.#bold.length < boldRangesMax)
        this.#bold.push([this.#text.length, this.#text.length + part.length]);
      if (points !== undefined && points >= largePoints && part.trim() !== '') this.#isLarge = true;
      this.#text += part;
    }
  }

  #addBreak(type: string | undefined): void {
    this.#endLine();
    if (type === 'page' || type === 'lastRenderedPage') this.#startsPage = true;
  }

  #endLine(): void {
    if (this.#text.trim() !== '') {
      const bold = this.#bold.length > 0 ? { bold: this.#bold } : {};
      this.#push({ text: this.#text, rows: this.#isLarge ? 2 : 1, ...bold });
    }
    this.#text = '';
    this.#bold = [];
    this.#isLarge = false;
  }

  #push(line: PlainLine): void {
    this.lines.push(this.#startsPage ? { ...line, startsPage: true } : line);
    this.#startsPage = false;
  }
}

function listMark(node: OfficeContentNode & { type: 'list' }): string {
  const indent = '  '.repeat(Math.min(8, Math.max(0, node.metadata?.indentation ?? 0)));
  return node.metadata?.listType === 'ordered' ? `${indent}${node.metadata.itemIndex + 1}. ` : `${indent}• `;
}

/** "16pt" gives 16. */
function pointsOf(size: string | undefined): number | undefined {
  const points = Number.parseFloat(size ?? '');
  return Number.isFinite(points) ? points : undefined;
}
