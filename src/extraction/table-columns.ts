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
        ? pickNumber(row, column, asks[property]!)
        : joinWrapped(linesFrom(row, column, columns, property), wrapAt.get(column)!);
      if (cell !== undefined) cells.set(property, cell);
    }
    return { cells };
  });
  // A row without a text is a subtotal or a part of another table; a text without a figure a remark.
  const complete = Math.max(0, ...built.map(({ cells }) => cells.size));
  const quantity = asks.findIndex((ask) => ask.concept === 'quantity');
  const isReckoned = columnOf.has(quantity) && reckon(rows, columnOf, asks) > 0;
  return built.filter(({ cells }) => {
    // Beside rows that reckon up, one without a quantity is a discount, a tax or a remark.
    if (cells.size < complete - 1 || (isReckoned && !cells.has(quantity))) return false;
    const texts = [...cells.keys()].filter((property) => !isNumeric(asks[property]!)).length;
    return cells.size >= Math.min(2, asks.length) && (!hasText || texts > 0);
  });
}

/** Under "Art. no." over "Description" the second line of a cell is the description. */
function linesFrom(
  row: RawRow,
  column: number,
  columns: readonly Column[],
  property: number,
): readonly Candidate[] {
  const texts = row.texts.get(column) ?? [];
  const line = columns[column]!.heads.find((head) => head.property === property)?.line ?? 0;
  return texts.length > line ? texts.slice(line) : texts;
}

/** The figure of a cell that has the form asked for: of a total the last, of others the first. */
function pickNumber(row: RawRow, column: number, ask: Ask): Candidate | undefined {
  const all = row.numbers.get(column) ?? [];
  const money = all.filter(({ number }) => number!.percent !== true && number!.decimals >= 2);
  const plain = all.filter(({ number }) => number!.percent !== true);
  const fitting =
    ask.kind === 'amount' && money.length > 0
      ? money
      : ask.kind !== 'percent' && plain.length > 0
        ? plain
        : all;
  return ask.concept === 'line_total' ? fitting.at(-1) : fitting[0];
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
    const best = bestColumn(rows, columns, property, (column) => ![...taken.values()].includes(column));
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
  rows: readonly RawRow[],
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
    const worth = strength - 0.3 * Math.max(0, rival - strength) + 0.3 * wordiness(rows, column);
    if (strength > 0 && isFree(column) && worth > (best?.strength ?? 0)) best = { column, strength: worth };
  }
  return best?.column;
}

/** How much a column holds words rather than codes: of two that are headed alike the wordy one describes. */
function wordiness(rows: readonly RawRow[], column: number): number {
  const lengths = rows.map((row) => (row.texts.get(column)?.[0]?.text.match(/\p{L}/gu) ?? []).length);
  return Math.min(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, rows.length) / 15);
}

/** Share of rows whose figure in a column has the form that is asked. */
function fitOf(rows: readonly RawRow[], column: number, ask: Ask): number {
  let fits = 0;
  let all = 0;
  for (const row of rows) {
    const number = pickNumber(row, column, ask)?.number;
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
  const properties = ['quantity', 'unit_price', 'line_total'].map((concept) =>
    asks.findIndex((ask) => ask.concept === concept),
  );
  if (!properties.every((property) => map.has(property)) || rows.length === 0) return 0;
  const holding = rows.filter((row) => {
    const [count, each, sum] = properties.map(
      (property) => pickNumber(row, map.get(property)!, asks[property]!)?.number?.value,
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
