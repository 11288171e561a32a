/** Statements bind 32,766 values at most: long lists go in pieces. A row has up to 16 of them. */
const chunkSize = 500;

export function* chunked<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += chunkSize) yield items.slice(start, start + chunkSize);
}
