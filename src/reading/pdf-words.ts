/** The text layer of a PDF page as words with boxes. */
import type { PdfDocument } from './pdf-document.ts';
import { type Edges, isOnPage, type PageGeometry, type Rotation } from './pdf-geometry.ts';
import { memoryView, type Pdfium, withMemory } from './pdfium.ts';

/** A word where the viewer shows it, with the direction in which it runs. */
export type PdfWord = {
  text: string;
  edges: Edges;
  readonly direction: Rotation;
  readonly bold: boolean;
  /** Number of the form field on the page that holds it. */
  readonly formField?: number;
};

export type TextLayer = {
  readonly words: readonly PdfWord[];
  /** Characters without a known letter: a sign that the layer cannot be trusted. */
  readonly unmapped: number;
  readonly isCut: boolean;
};

/** The words of the page's text layer in the order of its content, at most `wordsMax`. */
export function readTextLayer(
  { pdfium }: PdfDocument,
  page: number,
  geometry: PageGeometry,
  wordsMax: number,
): TextLayer {
  const textPage = pdfium.FPDFText_LoadPage(page);
  if (textPage === 0) return { words: [], unmapped: 0, isCut: false };
  try {
    return withMemory(pdfium, SCRATCH_BYTES, (scratch) => {
      const collector = new WordCollector(pdfium, textPage, geometry, scratch);
      const count = pdfium.FPDFText_CountChars(textPage);
      for (let index = 0; index < count; index++) {
        if (collector.words.length > wordsMax) break;
        collector.add(index);
      }
      const isCut = collector.words.length > wordsMax;
      const words = withoutRepeats(collector.words).slice(0, wordsMax);
      return { words: words.filter((word) => isOnPage(word.edges)), unmapped: collector.unmapped, isCut };
    });
  } finally {
    pdfium.FPDFText_ClosePage(textPage);
  }
}

const SCRATCH_BYTES = 256;

/** Gathers characters to words; holds the word that is still growing. */
class WordCollector {
  readonly words: PdfWord[] = [];
  unmapped = 0;
  #current: PdfWord | undefined;
  readonly #pdfium: Pdfium;
  readonly #textPage: number;
  readonly #geometry: PageGeometry;
  readonly #scratch: number;

  constructor(pdfium: Pdfium, textPage: number, geometry: PageGeometry, scratch: number) {
    this.#pdfium = pdfium;
    this.#textPage = textPage;
    this.#geometry = geometry;
    this.#scratch = scratch;
  }

  add(index: number): void {
    const code = this.#pdfium.FPDFText_GetUnicode(this.#textPage, index) >>> 0;
    const letter = letterOf(code);
    if (letter === undefined) {
      if (!isSpace(code)) this.unmapped++;
      this.#current = undefined;
      return;
    }
    const edges = this.#charEdges(index);
    if (edges === undefined) return;
    if (isUnmapped(code)) this.unmapped++;
    if (this.#current !== undefined && this.#continues(this.#current, edges)) {
      this.#current.text += letter;
      this.#current.edges = union(this.#current.edges, edges);
      return;
    }
    const angle = this.#pdfium.FPDFText_GetCharAngle(this.#textPage, index);
    const direction = angle < 0 ? 0 : this.#geometry.direction(angle);
    this.#current = { text: letter, edges, direction, bold: this.#isBold(index) };
    this.words.push(this.#current);
  }

  /** A jump to elsewhere starts a new word even where the content holds no space. */
  #continues(word: PdfWord, next: Edges): boolean {
    if (word.direction !== 0) return true;
    const { width, height } = this.#geometry;
    const lineHeight = (word.edges[3] - word.edges[1]) * height;
    const gap = (next[0] - word.edges[2]) * width;
    const drop = Math.abs((next[1] + next[3] - word.edges[1] - word.edges[3]) / 2) * height;
    return gap < lineHeight * 0.6 && gap > -lineHeight * 2 && drop < lineHeight * 0.7;
  }

  /**
   * The box of the font, not of the ink, so that "a" and "A" of one size are equally high; the ink's box
   * where the font does not know its own height.
   */
  #charEdges(index: number): Edges | undefined {
    if (this.#pdfium.FPDFText_GetLooseCharBox(this.#textPage, index, this.#scratch)) {
      const view = memoryView(this.#pdfium, this.#scratch, 16);
      const [left, top, right, bottom] = [0, 4, 8, 12].map((at) => view.getFloat32(at, true)) as number[];
      const edges = this.#geometry.toEdges(left!, bottom!, right!, top!);
      const extent = Math.max(edges[2] - edges[0], edges[3] - edges[1]);
      if (extent > 0 && extent < LETTER_EXTENT_MAX) return edges;
    }
    return this.#inkEdges(index);
  }

  #inkEdges(index: number): Edges | undefined {
    const at = this.#scratch;
    if (!this.#pdfium.FPDFText_GetCharBox(this.#textPage, index, at, at + 8, at + 16, at + 24))
      return undefined;
    const view = memoryView(this.#pdfium, at, 32);
    const [left, right, bottom, top] = [0, 8, 16, 24].map((offset) =>
      view.getFloat64(offset, true),
    ) as number[];
    const edges = this.#geometry.toEdges(left!, bottom!, right!, top!);
    return edges.every(Number.isFinite) ? edges : undefined;
  }

  /** By the font's name; its weight is guessed from stem widths and often wrong. */
  #isBold(index: number): boolean {
    const at = this.#scratch;
    const flagsAt = at + SCRATCH_BYTES - 8;
    const size = this.#pdfium.FPDFText_GetFontInfo(this.#textPage, index, at, SCRATCH_BYTES - 16, flagsAt);
    if (size === 0) return false;
    const name = size <= SCRATCH_BYTES - 16 ? this.#pdfium.pdfium.UTF8ToString(at) : '';
    const flags = memoryView(this.#pdfium, flagsAt, 4).getInt32(0, true);
    return BOLD_NAME.test(name) || (flags & FORCE_BOLD) !== 0;
  }
}

/** Of the page: a letter whose font box is larger is taken by its ink. */
const LETTER_EXTENT_MAX = 0.3;

/** "Helvetica-Bold", "ArialMT-Black", "SourceSansPro-Semibold". */
const BOLD_NAME = /bold|black|heavy|demi(?!r)/i;
const FORCE_BOLD = 1 << 18;

function isSpace(code: number): boolean {
  return (
    code <= 0x20 || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200f) || code === 0xfeff
  );
}

function isUnmapped(code: number): boolean {
  return code === 0xfffd || (code >= 0xe000 && code <= 0xf8ff && !(code in SYMBOLS));
}

/** Letters that symbol fonts (Wingdings, Symbol) put into the private area. */
const SYMBOLS: Readonly<Record<number, string>> = {
  61623: '•',
  61607: '▪',
  61551: '☐',
  61553: '☐',
  61608: '☐',
  61603: '☐',
  61694: '☒',
  61560: '☒',
  61692: '✓',
  61656: '➢',
};

/** The letter to keep; undefined for spaces and for what is no character. */
function letterOf(code: number): string | undefined {
  if (code === 0x02 || code === 0xad || code === 0xfffe) return '-';
  if (isSpace(code) || code === 0x7f || code === 0xffff || code > 0x10ffff) return undefined;
  if (code >= 0xd800 && code <= 0xdfff) return undefined;
  return SYMBOLS[code] ?? LIGATURES[code] ?? String.fromCodePoint(code);
}

const LIGATURES: Readonly<Record<number, string>> = {
  64256: 'ff',
  64257: 'fi',
  64258: 'fl',
  64259: 'ffi',
  64260: 'ffl',
  64261: 'st',
  64262: 'st',
};

function union(a: Edges, b: Edges): Edges {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** Some writers draw a word twice, a hair apart, to make it bold. */
function withoutRepeats(words: readonly PdfWord[]): PdfWord[] {
  const seen = new Set<string>();
  return words.filter((word) => {
    const key = `${word.text}\t${word.edges.map((edge) => Math.round(edge * 400)).join()}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
