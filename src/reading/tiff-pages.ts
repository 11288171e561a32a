/** A chain of more directories is a loop or an attack; a fax of 2,000 pages is believed. */
const pagesMax = 10_000;

/** Pages of a TIFF, by the chain of its directories; 1 where it is broken at once. */
export function countTiffPages(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 8) return 1;
  const isLittle = bytes[0] === 0x49;
  // BigTIFF (43) has 8-byte offsets; nobody sends it for documents.
  if (view.getUint16(2, isLittle) !== 42) return 1;
  const seen = new Set<number>();
  let at = view.getUint32(4, isLittle);
  while (at !== 0 && !seen.has(at) && seen.size < pagesMax && at + 2 <= view.byteLength) {
    seen.add(at);
    const next = at + 2 + view.getUint16(at, isLittle) * 12;
    if (next + 4 > view.byteLength) break;
    at = view.getUint32(next, isLittle);
  }
  return Math.max(1, seen.size);
}
