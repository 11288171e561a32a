/** Longest name kept; file systems and mail clients stop at 255 as well. */
const nameCharactersMax = 255;

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

/** `Ã¼` is what `ü` becomes when its two UTF-8 bytes are read one by one. */
function mendMojibake(name: string): string {
  if (!/[\u00c2-\u00f4][\u0080-\u00bf]/.test(name) || /[\u0100-\uffff]/.test(name)) return name;
  return decodeUtf8(name) ?? name;
}

/** Bytes held as Latin-1 text; undefined where they are no valid UTF-8. */
export function decodeUtf8(text: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return undefined;
  }
}
