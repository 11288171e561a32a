/** One row, as RFC 4180 writes it. */
export function toCsvRow(cells: readonly (string | number)[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

function toCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  // A file named `=HYPERLINK(…)` would run in a spreadsheet; behind an apostrophe it is text.
  // Asian editions take the wide signs for the same, and some programs drop control characters before them.
  const safe = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
