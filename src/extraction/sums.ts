/** Amounts of a document that add up as net + tax = total do, at a rate of tax that exists. */
export type Sums = {
  readonly whole: ReadonlySet<number>;
  readonly net: ReadonlySet<number>;
  readonly tax: ReadonlySet<number>;
};

/** Amounts tried against each other: the largest of the page. */
const amountsMax = 80;
/** Rates of value added and sales taxes run from 2.5 to 27 per cent; mixed rates lie between. */
const rateMin = 0.02;
const rateMax = 0.3;

/** `amounts`: distinct, largest first. Only the largest totals that add up are kept: parts of a table add up as well. */
export function findSums(amounts: readonly number[]): Sums {
  const cents = amounts.slice(0, amountsMax).map((amount) => Math.round(amount * 100));
  const known = new Set(cents);
  const whole = new Set<number>();
  const net = new Set<number>();
  const tax = new Set<number>();
  for (const [at, total] of cents.entries()) {
    for (const part of cents.slice(at + 1)) {
      if (part * 2 < total) break;
      const rest = total - part;
      if (rest < 1 || !known.has(rest) || rest < rateMin * part || rest > rateMax * part) continue;
      whole.add(total / 100);
      net.add(part / 100);
      tax.add(rest / 100);
    }
    if (whole.size > 0) break;
  }
  return { whole, net, tax };
}
