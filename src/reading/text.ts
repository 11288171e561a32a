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

/** The text of a file that must be text, with the warning that its encoding was guessed. */
export function decodeTextFile(
  bytes: Uint8Array,
  declared?: string,
): { text: string; warnings: readonly Warning[] } {
  if (bytes.length === 0) throw new Failure('empty_file', 'The file is empty');
  if (looksBinary(bytes))
    throw new Failure('unsupported_format', 'The file is neither text nor of a known format');
  const { text, isGuessed } = decodeText(bytes, declared);
  const warnings: readonly Warning[] = isGuessed
    ? [
        {
          code: 'encoding_guessed',
          message: 'The encoding of the text was guessed; save it as UTF-8 to be sure',
        },
      ]
    : [];
  return { text, warnings };
}
