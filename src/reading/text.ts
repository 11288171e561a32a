import { Failure } from '../errors.ts';
import type { Warning } from './document.ts';
import { plainDocument, textToLines } from './plain-layout.ts';
import type { Reader } from './reader.ts';
import { decodeText, looksBinary } from './text-decode.ts';

/** Plain text: its own lines, as they stand. */
export const readText: Reader = async (bytes, _name, { limits }) => {
  const { text, warnings } = decodeTextFile(bytes);
  return plainDocument('text/plain', textToLines(text), limits, { warnings });
};

/** More than the words of any document within the limits need: 500 pages of 66 rows of 120 letters are half of it. */
const lettersMax = 8_000_000;

/** The text of a file that must be text, with the warning that its encoding was guessed. */
export function decodeTextFile(
  bytes: Uint8Array,
  declared?: string,
): { text: string; warnings: readonly Warning[] } {
  if (bytes.length === 0) throw new Failure('empty_file', 'The file is empty');
  if (looksBinary(bytes))
    throw new Failure('unsupported_format', 'The file is neither text nor of a known format');
  const { text: whole, isGuessed } = decodeText(bytes, declared);
  const warnings: Warning[] = [];
  if (isGuessed)
    warnings.push({
      code: 'encoding_guessed',
      message: 'The encoding of the text was guessed; save it as UTF-8 to be sure',
    });
  if (whole.length > lettersMax)
    warnings.push({ code: 'content_left_out', message: `Only the first ${lettersMax} letters were read` });
  return { text: whole.slice(0, lettersMax), warnings };
}
