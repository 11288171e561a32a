import type { Candidate } from './candidate.ts';
import type { Prepared } from './gather.ts';
import { type Payments, toCents } from './payments.ts';

/** `3.120,00` among codes. */
const moneyForm = /^\p{Sc}? ?\d[\d.,' ]*[.,]\d{2} ?\p{Sc}?$/u;

/** What a candidate is by its form: how it was found, filled in or printed, the number it is. */
export function describeForm(
  prepared: Prepared,
  candidate: Candidate,
  payments: Payments,
): Record<string, number> {
  const { number } = candidate;
  const segment = prepared.layout.segments[candidate.segment]!;
  const next = segment.tokens[candidate.end + 1]?.text;
  const filled = isFilled(candidate);
  const isPart = isPartOfFilled(prepared, candidate);
  const features: Record<string, number> = {
    [`source_${candidate.kind}`]: 1,
    valid: candidate.valid === true ? 1 : 0,
    invalid: candidate.valid === false ? 1 : 0,
    filled: filled ? 1 : 0,
    partOfFilled: isPart ? 1 : 0,
    wholeFilled: filled && !isPart ? 1 : 0,
    // `908` `34` `3456`: small fields that hold one number.
    combined:
      candidate.lines === 1 && new Set(candidate.tokens.map((token) => token.word.formField)).size > 1
        ? 1
        : 0,
    printed:
      prepared.isFilledForm && candidate.tokens.some((token) => token.word.formField === undefined) ? 1 : 0,
    // `1 Rents`, `14 Excess golden parachute`: numbers of boxes and items that lead a label.
    leadsWords: candidate.start === 0 && next !== undefined && /^\p{L}{2}/u.test(next) ? 1 : 0,
    beforeWords: next !== undefined && /^\p{L}{2}/u.test(next) ? 1 : 0,
  };
  if (number !== undefined) {
    const value = Math.abs(number.value);
    const rank = prepared.numbers.ranked.indexOf(value);
    Object.assign(features, {
      decimals2: number.decimals === 2 ? 1 : 0,
      integer: number.decimals === 0 ? 1 : 0,
      currencyBeside: number.currency === undefined ? 0 : 1,
      percentSign: number.percent === true ? 1 : 0,
      negative: number.value < 0 ? 1 : 0,
      zero: value === 0 ? 1 : 0,
      largest: rank === 0 ? 1 : 0,
      rank: rank === -1 ? 0 : 1 / (1 + rank),
      repeated: Math.min(1, ((prepared.numbers.counts.get(value) ?? 1) - 1) / 3),
      small: value < 100 ? 1 : 0,
      sumWhole: prepared.numbers.sums.whole.has(value) ? 1 : 0,
      sumNet: prepared.numbers.sums.net.has(value) ? 1 : 0,
      sumTax: prepared.numbers.sums.tax.has(value) ? 1 : 0,
      paid: payments.paid.has(toCents(value)) ? 1 : 0,
      notPaid: payments.not.has(toCents(value)) ? 1 : 0,
      long: value >= 100000 && number.decimals === 0 ? 1 : 0,
    });
  } else if (moneyForm.test(candidate.text)) features.decimals2 = 1;
  if (candidate.date?.month === true) features.monthOnly = 1;
  return features;
}

export function isFilled({ tokens }: Candidate): boolean {
  return tokens.every((token) => token.word.formField !== undefined);
}

/** `34` of a number in the fields `908` `34` `3456`; `Box` of what was filled in as "Supplier Box". */
function isPartOfFilled(
  { layout, combs }: Prepared,
  { tokens, segment: at, start, end }: Candidate,
): boolean {
  if (tokens[0]!.word.formField === undefined) return false;
  const first = layout.segments[at]!;
  if (start > 0) return true;
  const comb = combs.get(at);
  if (comb !== undefined) return tokens[0]!.segment !== comb[0] || tokens.at(-1)!.segment !== comb.at(-1);
  return tokens.at(-1)!.segment === at && end < first.tokens.length - 1;
}
