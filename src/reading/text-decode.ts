/** Bytes to text where nobody says which encoding they are in. */

import { isUtf8 } from 'node:buffer';

export type DecodedText = {
  readonly text: string;
  /** True where the encoding is only the likeliest one. */
  readonly isGuessed: boolean;
};

/**
 * Reads a byte order mark, else UTF-8 if it is valid, UTF-16 if every other byte is null, else what the file
 * declares of itself (`declared`, as in `<meta charset>`), else windows-1252.
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText {
  const marked = decodeMarked(bytes);
  if (marked !== undefined) return { text: marked, isGuessed: false };
  const utf16 = unmarkedUtf16(bytes);
  if (utf16 !== undefined) return { text: new TextDecoder(utf16).decode(bytes), isGuessed: true };
  if (isUtf8(bytes)) return { text: new TextDecoder().decode(bytes), isGuessed: false };
  const decoder = declared === undefined ? undefined : textDecoder(declared);
  if (decoder !== undefined) return { text: decoder.decode(bytes), isGuessed: false };
  const utf8 = decodeNearlyUtf8(bytes);
  if (utf8 !== undefined) return utf8;
  return { text: new TextDecoder('windows-1252').decode(bytes), isGuessed: true };
}

/** Whether these bytes are no text in any encoding: null bytes or control characters all over. */
export function looksBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 65_536);
  if (decodeMarked(head) !== undefined || unmarkedUtf16(head) !== undefined) return false;
  let controls = 0;
  for (const byte of head) if (isOddControl(byte)) controls += 1;
  // Random or packed bytes are 10 % control characters, texts off old printers well under 1 %.
  return controls > head.length * 0.02;
}

function isOddControl(byte: number): boolean {
  // Tab to carriage return, escape and the old end of file are seen in texts.
  return (byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 0x1b && byte !== 0x1a) || byte === 127;
}

function decodeMarked(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return undefined;
}

/** Letters of the West have a null byte each in UTF-16: on odd places low end first, on even ones high end first. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const head = bytes.subarray(0, 4_096);
  if (head.length < 8) return undefined;
  const nulls = [0, 0];
  for (let index = 0; index < head.length; index++) if (head[index] === 0) nulls[index & 1]! += 1;
  const half = head.length / 2;
  if (nulls[1]! > half * 0.6 && nulls[0]! < half * 0.02) return 'utf-16le';
  if (nulls[0]! > half * 0.6 && nulls[1]! < half * 0.02) return 'utf-16be';
  return undefined;
}

/** The decoder of a declared encoding; undefined where the name means nothing, or one that was tried before. */
function textDecoder(label: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    const decoder = new TextDecoder(label.trim());
    return decoder.encoding.startsWith('utf-') ? undefined : decoder;
  } catch {
    return undefined;
  }
}

function decodeNearlyUtf8(bytes: Uint8Array): DecodedText | undefined {
  const text = new TextDecoder().decode(bytes);
  const broken = countMatches(text, /\ufffd/g);
  // "[^\x00-\x7f]" matches "é" and the broken letters alike.
  const sound = countMatches(text, /[^\p{ASCII}]/gu) - broken;
  const isOnlyCutOff = broken === 1 && text.endsWith('\ufffd') && sound > 0;
  // Pasted together from parts: one broken letter among twenty sound ones.
  if (broken * 20 > sound && !isOnlyCutOff) return undefined;
  return { text: text.replaceAll('\ufffd', ''), isGuessed: true };
}

function countMatches(text: string, pattern: RegExp): number {
  let count = 0;
  for (const _ of text.matchAll(pattern)) count += 1;
  return count;
}
