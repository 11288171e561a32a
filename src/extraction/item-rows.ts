import type { KnownLabel } from './labels.ts';
import type { Layout } from './layout.ts';

const itemConcepts = new Set([
  'item_description',
  'quantity',
  'unit_price',
  'line_total',
  'item_code',
  'unit',
  'tax_rate',
]);
const totalConcepts = new Set(['net_total', 'subtotal', 'grand_total', 'tax_total']);
/** Columns of items that a row must name to be their header. */
const headsFrom = 3;

/** Rows between a header of line items and the totals under them. */
export function findItemRows(
  layout: Layout,
  knownBySegment: ReadonlyMap<number, readonly KnownLabel[]>,
): ReadonlySet<number> {
  const rows = new Set<number>();
  let page: number | undefined;
  for (const row of layout.rows) {
    const labels = row.segments.flatMap((segment) => knownBySegment.get(segment) ?? []);
    const heads = new Set(
      labels.flatMap((label) => label.concepts.filter((concept) => itemConcepts.has(concept)).slice(0, 1)),
    );
    const hasFigure = row.segments.some((segment) => /\d[.,]\d\d/.test(layout.segments[segment]!.text));
    if (heads.size >= headsFrom && !hasFigure) {
      page = row.page;
      rows.add(row.index);
      continue;
    }
    if (page === undefined) continue;
    const first = layout.segments[row.segments[0]!]!;
    const lead = (knownBySegment.get(first.index) ?? [])[0];
    const isTotal = lead?.start === 0 && lead.concepts.some((concept) => totalConcepts.has(concept));
    if (row.page !== page || isTotal) page = undefined;
    else rows.add(row.index);
  }
  return rows;
}
