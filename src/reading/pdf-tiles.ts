/**
 * PDFium draws a pattern tile by tile, and cannot be stopped: at a thousandth of a point a tile, a page takes hours.
 * The dictionary of a pattern belongs to a stream, so it lies in the file unpacked, where it can be seen beforehand.
 */

/** In points, on the page: an eighth of a dot of a printer. A page full of them takes seconds. */
const stepMin = 0.05;
/** Around a step, for the rest of its dictionary. */
const windowBytes = 2_048;
/** More than any drawing has: what asks for more looks is meant to cost time. */
const looksMax = 1_000;

export function hasEndlessTiles(bytes: Uint8Array): boolean {
  const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let looks = 0;
  for (let at = pdf.indexOf('Step'); at !== -1; at = pdf.indexOf('Step', at + 4)) {
    const number = /^\s*([-+]?[\d.]+)/.exec(pdf.toString('latin1', at + 4, at + 36))?.[1];
    const step = Math.abs(Number(number ?? Number.NaN));
    if (!(step < stepMin)) continue;
    looks += 1;
    if (looks > looksMax || step * scaleAround(pdf, at) < stepMin) return true;
  }
  return false;
}

/** How much larger than its own numbers a pattern is drawn. */
function scaleAround(pdf: Buffer, at: number): number {
  const before = pdf.toString('latin1', Math.max(0, at - windowBytes), at);
  const after = pdf.toString('latin1', at, at + windowBytes);
  const dictionary = before.slice(before.lastIndexOf('obj')) + after.split('stream', 1)[0];
  const matrix = /\/Matrix\s*\[\s*([-+.\d\s]+)/.exec(dictionary)?.[1];
  if (matrix === undefined) return 1;
  const [a = 1, b = 0, c = 0, d = 1] = matrix.trim().split(/\s+/).map(Number);
  return Math.max(Math.hypot(a, b), Math.hypot(c, d));
}
