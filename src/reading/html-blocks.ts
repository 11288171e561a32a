/** Turns the opening and closing of HTML elements into lines, with tables set as columns. */
import { emptyLine, type PlainLine, type TextRange } from './plain-line.ts';
import { layOutTable, type PlainCell } from './plain-table.ts';

const blockElements =
  /^(address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|html|legend|li|main|menu|nav|ol|p|pre|section|summary|ul|table|caption|thead|tbody|tfoot)$/;
/** Blocks with an empty row above and below. */
const spacedElements = /^(p|h[1-6]|ul|ol|dl|table|blockquote|pre|hr|fieldset)$/;
const boldElements = /^(b|strong|th|h[1-6]|dt)$/;
/** Deeper tables (layouts of old mails nest ten) are read as blocks one below the other. */
const tableDepthMax = 40;
/** Bold parts kept of one line; wrapping takes time by their number. */
const boldRangesMax = 500;
/** A colspan is believed up to this. */
const spanMax = 100;

type Flow = { lines: PlainLine[]; text: string; bold: TextRange[] };
type Table = { rows: PlainCell[][]; column: number; hasOpenCell: boolean; span: number; outer: Flow };

export class HtmlBlocks {
  #flow: Flow = emptyFlow();
  readonly #tables: Table[] = [];
  /** Table elements opened past the depth that is laid out. */
  #tooDeep = 0;
  #bold = 0;
  /** Kept beside the text: asking the growing text itself takes time by the square of its parts. */
  #endsInSpace = false;
  #preformatted = 0;
  readonly #lists: { next: number | undefined }[] = [];

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (blockElements.test(name)) this.#breakBlock(name);
    if (boldElements.test(name) || isBoldStyle(attributes)) this.#bold += 1;
    if (name === 'br') this.#endLine(true);
    else if (name === 'pre' || name === 'textarea') this.#preformatted += 1;
    else if (name === 'ul' || name === 'ol') this.#lists.push({ next: name === 'ol' ? 1 : undefined });
    else if (name === 'li') this.addText(this.#listMark());
    else if (name === 'table') this.#openTable();
    else if (name === 'tr') this.#openRow();
    else if (name === 'td' || name === 'th') this.#openCell(attributes);
    else if (name === 'input') this.addText(inputText(attributes));
    this.#boldByStyle.push(isBoldStyle(attributes));
  }

  close(name: string): void {
    if (boldElements.test(name) || this.#boldByStyle.at(-1) === true) this.#bold -= 1;
    this.#boldByStyle.pop();
    if (/^h[12]$/.test(name)) this.#endLine(false, 2);
    if (name === 'pre' || name === 'textarea') this.#preformatted -= 1;
    else if (name === 'ul' || name === 'ol') this.#lists.pop();
    else if (name === 'td' || name === 'th') this.#closeCell();
    else if (name === 'table') this.#closeTable();
    if (blockElements.test(name)) this.#breakBlock(name);
  }

  /** One entry an open element: whether its own style made text bold. */
  readonly #boldByStyle: boolean[] = [];

  addText(text: string): void {
    if (this.#preformatted > 0) {
      for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
        if (index > 0) this.#endLine(true);
        this.#append(line);
      }
      return;
    }
    const collapsed = text.replace(/\s+/g, ' ');
    const isLineStart = this.#flow.text === '' || this.#endsInSpace;
    this.#append(isLineStart ? collapsed.replace(/^ /, '') : collapsed);
  }

  finish(): PlainLine[] {
    while (this.#tables.length > 0) this.#closeTable();
    this.#endLine(false);
    return this.#flow.lines;
  }

  #append(text: string): void {
    if (text === '') return;
    const flow = this.#flow;
    if (this.#bold > 0 && flow.bold.length < boldRangesMax)
      flow.bold.push([flow.text.length, flow.text.length + text.length]);
    flow.text += text;
    this.#endsInSpace = text.endsWith(' ');
  }

  #endLine(keepEmpty: boolean, rows: 1 | 2 = 1): void {
    const flow = this.#flow;
    const text = flow.text.trimEnd();
    if (text !== '' || keepEmpty)
      flow.lines.push({ text, rows, ...(flow.bold.length > 0 ? { bold: flow.bold } : {}) });
    flow.text = '';
    flow.bold = [];
  }

  #breakBlock(name: string): void {
    this.#endLine(false);
    const last = this.#flow.lines.at(-1);
    if (spacedElements.test(name) && last !== undefined && last.text !== '') this.#flow.lines.push(emptyLine);
  }

  #listMark(): string {
    const list = this.#lists.at(-1);
    if (list?.next === undefined) return '• ';
    list.next += 1;
    return `${list.next - 1}. `;
  }

  #openTable(): void {
    if (this.#tables.length >= tableDepthMax) {
      this.#tooDeep += 1;
      return;
    }
    this.#tables.push({ rows: [], column: 0, hasOpenCell: false, span: 1, outer: this.#flow });
    this.#flow = emptyFlow();
  }

  #openRow(): void {
    const table = this.#currentTable();
    if (table === undefined) {
      this.#endLine(false);
      return;
    }
    this.#closeCell();
    table.rows.push([]);
    table.column = 0;
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    const table = this.#currentTable();
    if (table === undefined) {
      this.#endLine(false);
      return;
    }
    this.#closeCell();
    if (table.rows.length === 0) table.rows.push([]);
    table.hasOpenCell = true;
    const span = Number.parseInt(attributes.colspan ?? '1', 10);
    table.span = Math.min(spanMax, Math.max(1, span || 1));
    // Text between the cells (broken HTML) goes before the table, as browsers put it.
    this.#endLine(false);
    table.outer.lines.push(...this.#flow.lines);
    this.#flow = emptyFlow();
  }

  #closeCell(): void {
    const table = this.#currentTable();
    if (table === undefined || !table.hasOpenCell) return;
    this.#endLine(false);
    const lines = trimEmptyLines(this.#flow.lines);
    table.rows.at(-1)!.push({ lines, column: table.column, span: table.span });
    table.column += table.span;
    table.hasOpenCell = false;
    this.#flow = emptyFlow();
  }

  #closeTable(): void {
    if (this.#tooDeep > 0) {
      this.#tooDeep -= 1;
      return;
    }
    this.#closeCell();
    const table = this.#tables.pop();
    if (table === undefined) return;
    this.#endLine(false);
    table.outer.lines.push(...this.#flow.lines);
    this.#flow = table.outer;
    for (const line of layOutTable(table.rows)) this.#flow.lines.push(line);
  }

  #currentTable(): Table | undefined {
    return this.#tooDeep > 0 ? undefined : this.#tables.at(-1);
  }
}

function emptyFlow(): Flow {
  return { lines: [], text: '', bold: [] };
}

function trimEmptyLines(lines: readonly PlainLine[]): readonly PlainLine[] {
  const first = lines.findIndex((line) => line.text !== '');
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex((line) => line.text !== '') + 1);
}

/** Matches "font-weight: bold" and "font-weight:700". */
function isBoldStyle(attributes: Readonly<Record<string, string>>): boolean {
  return /font-weight\s*:\s*(bold|[6-9]00)/i.test(attributes.style ?? '');
}

/** What a form shows: its filled-in values and ticked boxes. */
function inputText(attributes: Readonly<Record<string, string>>): string {
  const type = (attributes.type ?? 'text').toLowerCase();
  if (type === 'checkbox' || type === 'radio') return 'checked' in attributes ? ' [x] ' : ' [ ] ';
  return /^(text|number|date|email|tel|url|month|week|time)$/.test(type) ? ` ${attributes.value ?? ''} ` : '';
}
