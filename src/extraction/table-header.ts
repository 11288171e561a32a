import type { Ask } from './ask.ts';
import type { Prepared } from './gather.ts';
import { findLabels, type LabelIndex, type LabelSpot } from './labels.ts';
import type { Layout, Segment } from './layout.ts';

export type Column = {
  readonly left: number;
  readonly right: number;
  /** Asked properties that its head may name, with the strength of the likeness; none for a column nobody asked for. */
  readonly heads: readonly { readonly property: number; readonly strength: number; readonly line: number }[];
  /** Lines of its head: cells of a stacked column have as many, in the same order. */
  readonly lines: number;
};

export type Header = {
  readonly page: number;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly columns: readonly Column[];
  readonly score: number;
  /** Its words, squashed: the same on every page where it is repeated. */
  readonly text: string;
};

type Head = { readonly property: number; readonly spot: LabelSpot; readonly strength: number };

/** Strength of a head from which it counts: a label found whole, or most of a cell. */
const headFrom = 0.45;
/** Rows of one header may stand this far apart, in em. */
const headerPitch = 1.7;

/** The best header of the document, and where it is repeated (on further pages) in reading order. */
export function findHeaders(prepared: Prepared, index: LabelIndex, asks: readonly Ask[]): readonly Header[] {
  const { layout } = prepared;
  const byRow = new Map<number, Head[]>();
  for (const [property, ask] of asks.entries()) {
    for (const spot of findLabels(ask, index, true)) {
      const strength = spot.likeness * (0.4 + 0.6 * spot.coverage);
      if (strength < headFrom) continue;
      const { row } = layout.segments[spot.segment]!;
      byRow.set(row, [...(byRow.get(row) ?? []), { property, spot, strength }]);
    }
  }
  const headers = [...byRow.keys()]
    .map((row) => readHeader(row, byRow, layout))
    .filter((header) => header !== undefined);
  const best = headers.reduce((top, header) => Math.max(top, header.score), 0);
  const first = headers.find((header) => header.score === best);
  if (first === undefined) return [];
  const repeats = headers.filter(
    (header) => header === first || (header.page > first.page && header.text === first.text),
  );
  const sorted = repeats.sort((a, b) => a.firstRow - b.firstRow);
  return sorted.filter((header, at) => at === 0 || header.firstRow > sorted[at - 1]!.lastRow);
}

function readHeader(
  row: number,
  byRow: ReadonlyMap<number, readonly Head[]>,
  layout: Layout,
): Header | undefined {
  const base = layout.rows[row]!;
  const rows = [row];
  for (const step of [-1, 1]) {
    for (let near = row + step; ; near += step) {
      const other = layout.rows[near];
      const previous = layout.rows[near - step]!;
      if (other === undefined || other.page !== base.page) break;
      if (Math.abs(other.top - previous.top) > headerPitch || hasFigures(near, layout)) break;
      rows.push(near);
    }
  }
  if (hasFigures(row, layout)) return undefined;
  const all = rows.flatMap((near) => [...(byRow.get(near) ?? [])]);
  const heads = assignHeads(all);
  // Heads of the base row must carry the header; rows beside it only add.
  const own = heads.filter((head) => layout.segments[head.spot.segment]!.row === row);
  if (own.length < 1 || heads.length < 2) return undefined;
  const used = [...new Set(heads.map((head) => layout.segments[head.spot.segment]!.row))];
  const columns = buildColumns(all, heads, used, layout);
  return {
    page: base.page,
    firstRow: Math.min(...used),
    lastRow: Math.max(...used),
    columns,
    score: heads.reduce((sum, head) => sum + head.strength, 0),
    text: layout.rows[row]!.segments.map((segment) =>
      layout.segments[segment]!.tokens.map((token) => token.squashed).join(''),
    ).join(''),
  };
}

function hasFigures(row: number, layout: Layout): boolean {
  return layout.rows[row]!.segments.some((segment) =>
    /\d[.,]\d\d|\d{3}/.test(layout.segments[segment]!.text),
  );
}

/** Each place heads one property and each property has one head: the strongest pairs first. */
function assignHeads(heads: readonly Head[]): readonly Head[] {
  const taken: Head[] = [];
  for (const head of [...heads].sort((a, b) => b.strength - a.strength)) {
    const clash = taken.some(
      (other) =>
        other.property === head.property ||
        (other.spot.segment === head.spot.segment &&
          other.spot.start <= head.spot.end &&
          head.spot.start <= other.spot.end),
    );
    if (!clash) taken.push(head);
  }
  return taken;
}

/** Every stretch of header words is a column: those of a head, and what is left between heads. */
function buildColumns(
  all: readonly Head[],
  heads: readonly Head[],
  rows: readonly number[],
  layout: Layout,
): readonly Column[] {
  const columns: Column[] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    for (const index of layout.rows[row]!.segments) {
      const segment = layout.segments[index]!;
      for (const [start, end] of partHead(segment, heads)) {
        const { left } = segment.tokens[start]!;
        const { right } = segment.tokens[end]!;
        const inside = all.filter(
          ({ spot }) => spot.segment === index && spot.start >= start && spot.end <= end,
        );
        mergeColumn(columns, { left, right, heads: strongest(inside), lines: 1 });
      }
    }
  }
  return columns;
}

function partHead(segment: Segment, heads: readonly Head[]): readonly (readonly [number, number])[] {
  const own = heads
    .filter(({ spot }) => spot.segment === segment.index)
    .sort((a, b) => a.spot.start - b.spot.start);
  const whole = [[0, segment.tokens.length - 1]] as const;
  if (own.length === 0) return whole;
  if (own.length === 1 && own[0]!.spot.coverage > 0.55) return whole;
  const parts: (readonly [number, number])[] = [];
  let at = 0;
  for (const { spot } of own) {
    if (spot.start > at) parts.push([at, spot.start - 1]);
    if (spot.end >= at) parts.push([Math.max(at, spot.start), spot.end]);
    at = Math.max(at, spot.end + 1);
  }
  if (at < segment.tokens.length) parts.push([at, segment.tokens.length - 1]);
  return parts;
}

function strongest(heads: readonly Head[]): Column['heads'] {
  const byProperty = new Map<number, number>();
  for (const { property, strength } of heads) {
    byProperty.set(property, Math.max(byProperty.get(property) ?? 0, strength));
  }
  return [...byProperty].map(([property, strength]) => ({ property, strength, line: 0 }));
}

/** Heads of two lines, one over the other, are one column. */
function mergeColumn(columns: Column[], column: Column): void {
  const at = columns.findIndex((other) => {
    const shared = Math.min(other.right, column.right) - Math.max(other.left, column.left);
    return shared > 0.5 * Math.min(other.right - other.left, column.right - column.left);
  });
  const other = columns[at];
  if (other === undefined) {
    columns.push(column);
    return;
  }
  const below = column.heads
    .filter(({ property }) => !other.heads.some((head) => head.property === property))
    .map((head) => ({ ...head, line: other.lines }));
  columns[at] = {
    left: Math.min(other.left, column.left),
    right: Math.max(other.right, column.right),
    heads: [...other.heads, ...below],
    lines: other.lines + 1,
  };
}
