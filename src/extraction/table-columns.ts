import type { Ask } from './ask.ts';
import { type Candidate, joinLines } from './candidate.ts';
import type { RawRow, TableRow } from './table.ts';
import type { Column } from './table-header.ts';

/** Gives the asked properties their columns, then their words. */
export function mapColumns(
  rows: readonly RawRow[],
  columns: readonly Column[],
  asks: readonly Ask[],
): readonly TableRow[] {
  const columnOf = assignColumns(rows, columns, asks);
  const wrapAt = new Map<number, number>();
  for (const column of columnOf.values()) {
    const rights = rows.flatMap((row) =>
      (row.texts.get(column) ?? []).map((text) => text.tokens.at(-1)!.right),
    );
    wrapAt.set(column, Math.max(...rights));
  }
  const hasText = asks.some((ask, at) => !isNumeric(ask) && columnOf.has(at));
  const built = rows.map((row) => {
    const cells = new Map<number, Candidate>();
    for (const [property, column] of columnOf) {
      const cell = isNumeric(asks[property]!)
        ? row.numbers.get(column)
        : joinWrapped(row.texts.get(column) ?? [], wrapAt.get(column)!);
      if (cell !== undefined) cells.set(property, cell);
    }
    return { cells };
  });
  // A row without a text is a subtotal or a part of another table; a text without a figure a remark.
  return built.filter(({ cells }) => {
    const texts = [...cells.keys()].filter((property) => !isNumeric(asks[property]!)).length;
    return cells.size >= Math.min(2, asks.length) && (!hasText || texts > 0);
  });
}

const isNumeric = (ask: Ask) => ['amount', 'number', 'percent'].includes(ask.kind);

/** The best of all ways to give columns to properties: the strengths of the heads, and whether the rows reckon up. */
function assignColumns(
  rows: readonly RawRow[],
  columns: readonly Column[],
  asks: readonly Ask[],
): ReadonlyMap<number, number> {
  const taken = new Map<number, number>();
  const texts = asks.map((ask, property) => ({ ask, property })).filter(({ ask }) => !isNumeric(ask));
  for (const { property } of texts) {
    const best = bestColumn(columns, property, (column) => ![...taken.values()].includes(column));
    if (best !== undefined) taken.set(property, best);
  }
  const numeric = asks.map((ask, property) => ({ ask, property })).filter(({ ask }) => isNumeric(ask));
  const free = columns.map((_, column) => column).filter((column) => ![...taken.values()].includes(column));
  let top: { score: number; map: Map<number, number> } = { score: Number.NEGATIVE_INFINITY, map: new Map() };
  const visit = (at: number, map: Map<number, number>, strength: number) => {
    if (at === numeric.length) {
      const score = strength + reckon(rows, map, asks);
      if (score > top.score) top = { score, map: new Map(map) };
      return;
    }
    const { property, ask } = numeric[at]!;
    visit(at + 1, map, strength);
    if (map.size > 8) return;
    for (const column of free) {
      if ([...map.values()].includes(column)) continue;
      const head = columns[column]!.heads.find((each) => each.property === property)?.strength ?? 0;
      const fit = fitOf(rows, column, ask);
      // A column that is headed as something else is taken only where it reckons up.
      const gain = head > 0 ? head + 0.5 * fit : fit > 0.6 ? -0.6 : -2;
      if (gain < -1) continue;
      map.set(property, column);
      visit(at + 1, map, strength + gain);
      map.delete(property);
    }
  };
  visit(0, new Map(), 0);
  for (const [property, column] of top.map) taken.set(property, column);
  return taken;
}

function bestColumn(
  columns: readonly Column[],
  property: number,
  isFree: (column: number) => boolean,
): number | undefined {
  let best: { column: number; strength: number } | undefined;
  for (const [column, { heads }] of columns.entries()) {
    const strength = heads.find((head) => head.property === property)?.strength ?? 0;
    // The head that fits best here may fit another property better still.
    const rival = Math.max(
      0,
      ...heads.filter((head) => head.property !== property).map((head) => head.strength),
    );
    const worth = strength - 0.3 * Math.max(0, rival - strength);
    if (strength > 0 && isFree(column) && worth > (best?.strength ?? 0)) best = { column, strength: worth };
  }
  return best?.column;
}

/** Share of rows whose figure in a column has the form that is asked. */
function fitOf(rows: readonly RawRow[], column: number, ask: Ask): number {
  let fits = 0;
  let all = 0;
  for (const row of rows) {
    const number = row.numbers.get(column)?.number;
    if (number === undefined) continue;
    all += 1;
    if (ask.kind === 'percent') fits += number.percent === true || number.value <= 100 ? 1 : 0;
    else if (number.percent !== true) fits += ask.kind === 'number' || number.decimals >= 2 ? 1 : 0.3;
    if (ask.kind === 'number' && (number.value >= 1_000_000 || number.value === 0)) fits -= 1;
  }
  return all === 0 ? 0 : (fits / all) * Math.min(1, all / Math.max(1, rows.length) + 0.3);
}

/** Twice the share of rows where quantity times price is the total. */
function reckon(rows: readonly RawRow[], map: ReadonlyMap<number, number>, asks: readonly Ask[]): number {
  const columnOf = (concept: string) => {
    const property = asks.findIndex((ask) => ask.concept === concept);
    return property === -1 ? undefined : map.get(property);
  };
  const [quantity, price, total] = [columnOf('quantity'), columnOf('unit_price'), columnOf('line_total')];
  if (quantity === undefined || price === undefined || total === undefined || rows.length === 0) return 0;
  const holding = rows.filter((row) => {
    const [count, each, sum] = [quantity, price, total].map(
      (column) => row.numbers.get(column)?.number?.value,
    );
    if (count === undefined || each === undefined || sum === undefined) return false;
    return Math.abs(count * each - sum) <= 0.011 + 0.001 * Math.abs(sum) && sum !== 0;
  });
  return (2 * holding.length) / rows.length;
}

/** A text that runs to the end of its column goes on in the next line; a short one does not. */
function joinWrapped(texts: readonly Candidate[], right: number): Candidate | undefined {
  const [first] = texts;
  if (first === undefined) return undefined;
  const parts = [first];
  const width = right - first.tokens[0]!.left;
  for (const text of texts.slice(1)) {
    const last = parts.at(-1)!.tokens.at(-1)!;
    const isFull = last.right > right - 0.22 * width && width > 6;
    const isNext = text.tokens[0]!.top - last.bottom < 0.9;
    if (!isFull || !isNext || /:/.test(text.text)) break;
    parts.push(text);
  }
  return parts.length === 1 ? first : joinLines(parts, 'lines');
}
