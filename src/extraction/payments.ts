import type { Candidate } from './candidate.ts';
import type { Prepared } from './gather.ts';
import type { KnownLabel } from './labels.ts';

/** What a receipt's figures say of each other: total and cash, change, rounding. In cents. */
export type Payments = {
  /** Given − these = change, or these after a printed rounding. */
  readonly paid: ReadonlySet<number>;
  /** Handed over, or the total before it was rounded. */
  readonly not: ReadonlySet<number>;
};

/** Cash is rounded to five cents at most. */
const roundingMax = 5;

export function findPayments(
  prepared: Prepared,
  knownBySegment: ReadonlyMap<number, readonly KnownLabel[]>,
): Payments {
  const amounts = new Set(prepared.numbers.ranked.map(toCents));
  const paid = new Set<number>();
  const not = new Set<number>();
  const besides = (concept: string) =>
    prepared.layout.segments.flatMap((segment) => {
      const has = (knownBySegment.get(segment.index) ?? []).some((label) => label.concepts.includes(concept));
      if (!has) return [];
      const row = prepared.layout.rows[segment.row]!;
      return row.segments.flatMap((cell) => prepared.numbersBySegment.get(cell) ?? []).map(centsOf);
    });
  for (const change of besides('change')) {
    for (const given of amounts) {
      const total = given - change;
      if (total <= 0 || total === given || !amounts.has(total)) continue;
      paid.add(total);
      not.add(given);
    }
  }
  for (const rounding of besides('rounding')) {
    if (rounding === 0 || rounding > roundingMax) continue;
    for (const before of amounts) {
      for (const after of [before - rounding, before + rounding]) {
        // Cash comes in coins of five cents; the amount before did not.
        if (!amounts.has(after) || after % roundingMax !== 0 || before % roundingMax === 0) continue;
        paid.add(after);
        not.add(before);
      }
    }
  }
  return { paid, not: new Set([...not].filter((amount) => !paid.has(amount))) };
}

function centsOf({ number }: Candidate): number {
  return toCents(Math.abs(number!.value));
}

export function toCents(value: number): number {
  return Math.round(value * 100);
}
