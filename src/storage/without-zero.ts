/**
 * A value for a row. PostgreSQL's text cannot hold the character 0, which texts of strangers may; both databases
 * keep the same in its place.
 */
export function withoutZero(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}
