import { Failure } from '../errors.ts';
import { decodeUtf8 } from '../storage/clean-file-name.ts';

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
