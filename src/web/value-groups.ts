import type { TriedFields } from '../http/v2/detail-schemas.ts';

export type ShownValue = TriedFields['values'][number];
/** A field as it is shown: with its value, or without one. */
export type Entry = { readonly path: string; readonly name: string; readonly value?: ShownValue };
/** Fields that stand together: a row of a table, or all that are in none. */
export type ValueGroup = {
  /** `items 2`; empty for what is in no table. */
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Of a table's last row: where one more row would begin. */
  readonly nextPath?: string;
};

/** Values and what is missing, row by row. What was found comes first; an empty row of a table is none. */
export function groupValues(values: readonly ShownValue[], missing: readonly string[]): ValueGroup[] {
  const entries = [
    ...values.map((value) => ({ path: value.path, value })),
    ...missing.map((path) => ({ path })),
  ];
  const byRow = Map.groupBy(entries, ({ path }) => rowOf(path));
  const rows = [...byRow].filter(([row, cells]) => row === '' || cells.some((cell) => 'value' in cell));
  const lastOfTable = new Map(rows.map(([row]) => [row.replace(/\[\d+\]$/, ''), row]));
  return rows.map(([row, cells]) => {
    const isLast = row !== '' && lastOfTable.get(row.replace(/\[\d+\]$/, '')) === row;
    return {
      title: nameOf(row),
      entries: cells.map((cell) => ({ ...cell, name: nameOf(cell.path.slice(row.length)) })),
      ...(isLast && { nextPath: nextRow(row) + cells[0]!.path.slice(row.length) }),
    };
  });
}

/** `items[2].price` → `items[2]`; `total` → ``. */
function rowOf(path: string): string {
  return /^.*\[\d+\]/.exec(path)?.[0] ?? '';
}

/** `items[2]` → `items[3]`. */
function nextRow(row: string): string {
  return row.replace(/\[(\d+)\]$/, (_, index: string) => `[${Number(index) + 1}]`);
}

/** `items[0].unit_price` → `items 1 unit price`. */
export function nameOf(path: string): string {
  return path
    .replace(/\[(\d+)\]\.?/g, (_, index: string) => ` ${Number(index) + 1} `)
    .replaceAll(/[._]/g, ' ')
    .trim();
}
