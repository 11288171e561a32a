import { createRequire } from 'node:module';
import { Failure } from '../errors.ts';
import { isOle, listOleStreams } from './office-ole.ts';
import { isSoundOle } from './office-ole-check.ts';
import { plainDocument, textToLines } from './plain-layout.ts';
import type { PlainLine } from './plain-line.ts';
import { layOutTable } from './plain-table.ts';
import type { Reader } from './reader.ts';

type WordText = { filterUnicode: false };
/** The part of word-extractor that is used; it brings no types. */
type ExtractedWord = {
  getBody(options: WordText): string;
  getHeaders(options: WordText & { includeFooters: false }): string;
  getFooters(options: WordText): string;
  getFootnotes(options: WordText): string;
  getEndnotes(options: WordText): string;
  getTextboxes(options: WordText): string;
};
type WordExtractor = new () => { extract(source: Buffer): Promise<ExtractedWord> };

/** First word of the file information block ([MS-DOC] 2.5.2), and its flag fEncrypted at byte 10. */
const wordMagic = 0xa5ec;
const encryptedFlag = 0x0100;

const text: WordText = { filterUnicode: false };

/** DOC of Word 97 and later. The library can hang on broken files: only a process that is killed may call it. */
export const readWordDoc: Reader = async (bytes, _name, { limits }) => {
  // Given a zip, the library reads it as DOCX, where it hangs: never let it.
  if (!isOle(bytes)) throw new Failure('corrupt_file', 'The file is no Word document');
  assertReadable(bytes);
  const word = await extract(bytes);
  const lines = [
    word.getHeaders({ ...text, includeFooters: false }),
    word.getBody(text),
    word.getTextboxes(text),
    word.getFootnotes(text),
    word.getEndnotes(text),
    word.getFooters(text),
  ].flatMap(wordTextToLines);
  return plainDocument('application/msword', lines, limits);
};

/** The head of Word's main stream tells its age and whether it is encrypted, before anything is parsed. */
function assertReadable(bytes: Uint8Array): void {
  if (!isSoundOle(bytes)) throw new Failure('corrupt_file', 'The Word document is damaged');
  const streams = listOleStreams(bytes);
  const start = streams.get('worddocument');
  if (!streams.has('worddocument') || (start !== undefined && start + 12 > bytes.length))
    throw new Failure('corrupt_file', 'The Word document is damaged: its main part is missing');
  if (start === undefined) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(start, true) !== wordMagic)
    throw new Failure('corrupt_file', 'The Word document is damaged, or older than Word 97');
  if ((view.getUint16(start + 10, true) & encryptedFlag) !== 0)
    throw new Failure('password_protected', 'The file is protected by a password; save it without one');
}

async function extract(bytes: Uint8Array): Promise<ExtractedWord> {
  const Extractor = createRequire(import.meta.url)('word-extractor') as WordExtractor;
  try {
    return await new Extractor().extract(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (/encrypt|password/i.test(String(error)))
      throw new Failure('password_protected', 'The file is protected by a password; save it without one', {
        cause: error,
      });
    throw new Failure('corrupt_file', 'The Word document is damaged, or older than Word 97', {
      cause: error,
    });
  }
}

/** Table rows come as lines with a tab after each cell: rows of as many tabs are set as one table. */
export function wordTextToLines(source: string): PlainLine[] {
  const lines: PlainLine[] = [];
  let table: string[][] = [];
  const flush = () => {
    lines.push(
      ...layOutTable(
        table.map((row) => row.map((cell, column) => ({ lines: [{ text: cell.trim() }], column, span: 1 }))),
      ),
    );
    table = [];
  };
  for (const line of textToLines(source.replace(/\n{3,}/g, '\n\n'))) {
    const cells = line.text.replace(/\t$/, '').split('\t');
    if (cells.length !== table[0]?.length) flush();
    if (cells.length > 1) table.push(cells);
    else lines.push(line);
  }
  flush();
  return lines;
}
