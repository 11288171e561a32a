/**
 * What a file contains after reading. Plain data: it crosses process borders as JSON and is kept as a blob.
 *
 * Invariant: everything printed on the file stands in `lines`, in reading order, and every word has a box.
 * Formats without geometry (text, Office, mail) are laid out on a virtual page of monospaced cells, so
 * whoever looks for "right of the label" needs no second way.
 */

/** Left, top, width and height as fractions (0 to 1) of the upright page. */
export type Box = readonly [left: number, top: number, width: number, height: number];

export type Word = {
  readonly text: string;
  readonly box: Box;
  /** How sure the OCR is, 0 to 1. Absent where the letters were not guessed. */
  readonly confidence?: number;
  readonly bold?: true;
  /** Number of the form field on its page that the word was filled into. Absent on printed words. */
  readonly formField?: number;
};

export type Line = {
  readonly words: readonly Word[];
  readonly box: Box;
};

export type PageSource = 'text-layer' | 'ocr' | 'plain';

export type Page = {
  /** 1-based. */
  readonly number: number;
  /** Size of the upright page in points (1/72 inch); of an image in pixels. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise (0, 90, 180, 270) by which the page had to be turned to stand upright. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly source: PageSource;
  /** The second OCR engine was asked too: the first was not sure. */
  readonly isReread?: true;
  /** ISO 639-1 code of the language that most of the page is in, where it could be told. */
  readonly language?: string;
  readonly lines: readonly Line[];
};

/** Something a person should know about the reading, which did not stop it. */
export type Warning = {
  readonly code:
    | 'pages_left_out'
    | 'page_unreadable'
    | 'low_ocr_confidence'
    | 'attachment_unreadable'
    | 'content_left_out'
    | 'encoding_guessed';
  readonly message: string;
  readonly page?: number;
};

/** A file inside the file: an attachment of a mail, or XML embedded in a PDF. */
export type Attachment = {
  readonly name: string;
  readonly mediaType: string;
  /** Its reading, where it is a document of its own. */
  readonly document?: Document;
  /** Its text as it is, only for embedded invoices in XML. */
  readonly xml?: string;
};

export type Document = {
  readonly mediaType: string;
  /** Pages of the whole file; more than `pages` holds when a limit cut the reading. */
  readonly pageCount: number;
  readonly pages: readonly Page[];
  readonly attachments: readonly Attachment[];
  readonly warnings: readonly Warning[];
};

/** The words of a line, as a person would write them. */
export function lineText(line: Line): string {
  return line.words.map((word) => word.text).join(' ');
}

/** The whole text of the pages, a line a line, pages parted by a form feed. Attachments are not in it. */
export function documentText(document: Document): string {
  return document.pages.map((page) => page.lines.map(lineText).join('\n')).join('\n\f\n');
}
