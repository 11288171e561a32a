/** One page of a PDF from its text layer, form fields and notes. */
import type { Word } from './document.ts';
import type { PdfDocument } from './pdf-document.ts';
import { pageGeometry, type Rotation, turnEdges } from './pdf-geometry.ts';
import { readWidgets } from './pdf-widgets.ts';
import { type PdfWord, readTextLayer } from './pdf-words.ts';

export type PdfPageText = {
  readonly width: number;
  readonly height: number;
  readonly rotation: Rotation;
  readonly words: readonly Word[];
  /** Words written across the others (in the margin, as a watermark): each run a line of its own. */
  readonly aslant: readonly (readonly Word[])[];
  readonly letters: number;
  readonly unmapped: number;
  readonly isCut: boolean;
};

export function readPdfPageText(pdf: PdfDocument, page: number, wordsMax: number): PdfPageText {
  const geometry = pageGeometry(pdf, page);
  const layer = readTextLayer(pdf, page, geometry, wordsMax);
  const rotation = mainTurn(layer.words);
  const upright = layer.words.filter((word) => turned(word.direction, rotation) === 0);
  const widgets = readWidgets(pdf, page, geometry);
  const isSideways = rotation === 90 || rotation === 270;
  return {
    width: isSideways ? geometry.height : geometry.width,
    height: isSideways ? geometry.width : geometry.height,
    rotation,
    words: [...upright, ...widgets].map((word) => toWord(word, rotation)),
    aslant: slantedRuns(layer.words, rotation).map((run) => run.map((word) => toWord(word, rotation))),
    letters: countLetters([...layer.words, ...widgets]),
    unmapped: layer.unmapped,
    isCut: layer.isCut,
  };
}

/** A bar code up the margin does not turn a page. */
const TURN_LETTERS_MIN = 30;

/** Where most of the text runs sideways or upside down, the turn that makes it upright. */
function mainTurn(words: readonly PdfWord[]): Rotation {
  const letters: Record<Rotation, number> = { 0: 0, 90: 0, 180: 0, 270: 0 };
  for (const word of words) letters[word.direction] += word.text.length;
  const total = letters[0] + letters[90] + letters[180] + letters[270];
  for (const direction of [90, 180, 270] as const) {
    if (letters[direction] >= TURN_LETTERS_MIN && letters[direction] > 0.6 * total)
      return ((360 - direction) % 360) as Rotation;
  }
  return 0;
}

function turned(direction: Rotation, rotation: Rotation): Rotation {
  return ((direction + rotation) % 360) as Rotation;
}

/** Words that follow each other in one slanted direction. */
function slantedRuns(words: readonly PdfWord[], rotation: Rotation): PdfWord[][] {
  const runs: PdfWord[][] = [];
  let direction: Rotation = 0;
  for (const word of words) {
    const next = turned(word.direction, rotation);
    if (next !== 0) {
      if (next === direction) runs.at(-1)!.push(word);
      else runs.push([word]);
    }
    direction = next;
  }
  return runs;
}

function toWord(word: PdfWord, rotation: Rotation): Word {
  const [left, top, right, bottom] = turnEdges(word.edges, rotation).map(roundFraction) as [
    number,
    number,
    number,
    number,
  ];
  const box = [left, top, roundFraction(right - left), roundFraction(bottom - top)] as const;
  return {
    text: word.text,
    box,
    ...(word.bold ? { bold: true } : {}),
    ...(word.formField === undefined ? {} : { formField: word.formField }),
  };
}

/** To a hundred-thousandth of the page, inside the page: a third of the bytes, no loss a person could see. */
function roundFraction(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5;
}

function countLetters(words: readonly PdfWord[]): number {
  return words.reduce((sum, word) => sum + (word.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
}
