export type ByteRange = { readonly start: number; readonly end: number };

/**
 * One range of a Range header, both ends included: `bytes=0-99`, `bytes=100-`, `bytes=-50`. Undefined where
 * the whole is to be sent: no header, another unit, several ranges (RFC 9110 lets a server ignore it).
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | undefined | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.replaceAll(' ', '') ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return start > end ? 'unsatisfiable' : { start, end };
}
