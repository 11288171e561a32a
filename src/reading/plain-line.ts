/** A line of text before it is laid out on a page of monospaced cells, and how lines are cut and measured. */

export type PlainLine = {
  /** Tabs and runs of spaces hold columns apart. */
  readonly text: string;
  /** True for the whole line, else which parts of `text` are bold, in their order. */
  readonly bold?: boolean | readonly TextRange[];
  /** A heading is set larger: it takes as many rows. */
  readonly rows?: 1 | 2;
  /** The line starts a new page. */
  readonly startsPage?: true;
};

export type TextRange = readonly [start: number, end: number];

export const emptyLine: PlainLine = { text: '' };

/** Cells that a text takes: two for Chinese, Japanese and Korean letters, none for marks on a letter. */
export function countCells(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: plain ASCII is nearly every word
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  let cells = 0;
  for (const letter of text) {
    if (/\p{M}/u.test(letter)) continue;
    cells += isWide(letter) ? 2 : 1;
  }
  return Math.max(1, cells);
}

function isWide(letter: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
    letter,
  );
}

export function isBoldAt(line: PlainLine, at: number): boolean {
  if (line.bold === undefined || typeof line.bold === 'boolean') return line.bold === true;
  let low = 0;
  let high = line.bold.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (line.bold[middle]![1] <= at) low = middle + 1;
    else high = middle;
  }
  const range = line.bold[low];
  return range !== undefined && at >= range[0];
}

/** The bold parts of a line, moved right by `by`. */
export function boldRanges(line: PlainLine, by = 0): readonly TextRange[] {
  if (line.bold === true) return [[by, by + line.text.length]];
  return (line.bold || []).map(([start, end]): TextRange => [start + by, end + by]);
}

/** Breaks a line between words so that each part takes `cells` at most; one longer word stays whole. */
export function wrapLine(line: PlainLine, cells: number): readonly PlainLine[] {
  if (line.text.length <= cells && countCells(line.text) <= cells) return [line];
  const parts: PlainLine[] = [];
  let start = 0;
  let end = 0;
  for (const word of line.text.matchAll(/\S+/g)) {
    const wordEnd = word.index + word[0].length;
    if (end > start && countCells(line.text.slice(start, wordEnd)) > cells) {
      parts.push(sliceLine(line, start, end));
      start = word.index;
    }
    end = wordEnd;
  }
  parts.push(sliceLine(line, start, end));
  return parts;
}

function sliceLine(line: PlainLine, start: number, end: number): PlainLine {
  const text = line.text.slice(start, end);
  if (typeof line.bold !== 'object') return { ...line, text };
  const bold = boldRanges(line, -start)
    .map(([from, to]): TextRange => [Math.max(0, from), Math.min(text.length, to)])
    .filter(([from, to]) => to > from);
  return { ...line, text, bold };
}
