import { Failure } from '../errors.ts';

/** Longest name kept; file systems and mail clients stop at 255 as well. */
const nameCharactersMax = 255;

export type Disposition = { readonly name: string; readonly fileName: string | undefined };

/**
 * Reads the Content-Disposition header of a part, one character a byte:
 * `form-data; name="files"; filename="a.pdf"; filename*=UTF-8''%C3%A4.pdf`.
 */
export function parseDisposition(header: string | undefined): Disposition {
  const parameters = new Map<string, string>();
  const pattern = /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/gs;
  for (const [, key = '', quoted, bare] of (header ?? '').matchAll(pattern)) {
    // Only `\"` is an escape: browsers send Windows paths with plain backslashes.
    parameters.set(key.toLowerCase(), quoted?.replaceAll('\\"', '"') ?? bare?.trim() ?? '');
  }
  const name = parameters.get('name');
  if (name === undefined) throw new Failure('invalid_request', 'A part of the upload has no name');
  const plain = parameters.get('filename');
  const extended = decodeExtended(parameters.get('filename*'));
  return {
    name: decodeBytes(name),
    fileName: extended ?? (plain === undefined ? undefined : decodeBytes(plain)),
  };
}

/**
 * The name as the user knows the file: no path, no control characters, mended where a client took UTF-8
 * for Latin-1 (`ZÃ¼rich.pdf`). Never empty; an extension survives cutting.
 */
export function cleanFileName(name: string): string {
  const mended = mendMojibake(name);
  const last = mended.split(/[/\\]/).at(-1) ?? '';
  // Cc: control characters; the others turn the direction of text and can disguise an extension.
  const clean = last.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '').trim();
  if (/^\.*$/.test(clean)) return 'file';
  if (clean.length <= nameCharactersMax) return clean.toWellFormed();
  const extension = /\.[^.]{1,16}$/.exec(clean)?.[0] ?? '';
  const stem = clean.slice(0, nameCharactersMax - extension.length);
  // A pair of surrogates may have been cut in two.
  return `${stem.replace(/[\ud800-\udbff]$/, '')}${extension}`.toWellFormed();
}

/** RFC 5987: `UTF-8''%e2%82%ac.pdf`. */
function decodeExtended(value: string | undefined): string | undefined {
  const match = /^(utf-8|iso-8859-1)'[^']*'(.*)$/is.exec(value ?? '');
  if (!match) return undefined;
  const bytes = (match[2] ?? '').replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return match[1]?.toLowerCase() === 'utf-8' ? decodeBytes(bytes) : bytes;
}

/** Bytes held as Latin-1 text: UTF-8 where they are valid UTF-8, else what they look like. */
function decodeBytes(text: string): string {
  return decodeUtf8(text) ?? new TextDecoder('windows-1252').decode(Buffer.from(text, 'latin1'));
}

function decodeUtf8(text: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return undefined;
  }
}

/** `Ã¼` is what `ü` becomes when its two UTF-8 bytes are read one by one. */
function mendMojibake(name: string): string {
  if (!/[\u00c2-\u00f4][\u0080-\u00bf]/.test(name) || /[\u0100-\uffff]/.test(name)) return name;
  return decodeUtf8(name) ?? name;
}
