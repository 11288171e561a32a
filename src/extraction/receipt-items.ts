/** Items of receipts, which have no header: a text with an amount at the end of its row, above the totals. */
import type { Ask } from './ask.ts';
import { type Candidate, wordsOf } from './candidate.ts';
import type { Prepared } from './gather.ts';
import type { LabelIndex } from './labels.ts';
import type { Row, Segment } from './layout.ts';
import type { TableRow } from './table.ts';

const endConcepts = new Set([
  'net_total',
  'subtotal',
  'grand_total',
  'tax_total',
  'rounding',
  'change',
  'cash',
  'payment_method',
  'discount',
]);

type ItemLine = {
  readonly row: Row;
  readonly price?: Candidate;
  readonly text?: Candidate;
  readonly quantity?: Candidate;
};

export function readReceiptItems(
  prepared: Prepared,
  index: LabelIndex,
  asks: readonly Ask[],
): readonly TableRow[] {
  const lines = itemLines(prepared, index);
  const slots = slotsOf(asks);
  const rows: TableRow[] = [];
  let pending: ItemLine | undefined;
  for (const line of lines) {
    if (line.price === undefined) {
      pending = line;
      continue;
    }
    const named = line.text !== undefined ? line : pending;
    const quantity = line.quantity ?? (named === pending ? pending?.quantity : undefined);
    pending = undefined;
    if (named?.text === undefined) continue;
    const cells = new Map<number, Candidate>();
    if (slots.description !== undefined) cells.set(slots.description, named.text);
    if (slots.price !== undefined) cells.set(slots.price, line.price);
    if (slots.quantity !== undefined && quantity !== undefined) cells.set(slots.quantity, quantity);
    rows.push({ cells });
  }
  return rows;
}

function slotsOf(asks: readonly Ask[]): { description?: number; price?: number; quantity?: number } {
  const find = (test: (ask: Ask) => boolean) => {
    const at = asks.findIndex(test);
    return at === -1 ? undefined : at;
  };
  const description = find((ask) => ask.concept === 'item_description') ?? find((ask) => ask.kind === 'text');
  const price = find((ask) => ask.concept === 'line_total') ?? find((ask) => ask.kind === 'amount');
  const quantity = find((ask) => ask.concept === 'quantity');
  return {
    ...(description === undefined ? {} : { description }),
    ...(price === undefined ? {} : { price }),
    ...(quantity === undefined ? {} : { quantity }),
  };
}

function itemLines(prepared: Prepared, index: LabelIndex): readonly ItemLine[] {
  const { layout } = prepared;
  const read = layout.rows.map((row) => readLine(row, prepared));
  const isEnd = layout.rows.map((row) => isTotalRow(row, prepared, index));
  const first = read.findIndex(
    (line, at) => line.price !== undefined && line.text !== undefined && !isEnd[at],
  );
  if (first === -1) return [];
  // A name may stand on the line above the first price.
  const start = read[first]!.text === undefined && first > 0 ? first - 1 : first;
  const lines: ItemLine[] = [];
  for (let at = start; at < read.length; at += 1) {
    if (isEnd[at]) {
      if (lines.some((line) => line.price !== undefined)) break;
      continue;
    }
    lines.push(read[at]!);
  }
  return lines;
}

function isTotalRow(row: Row, prepared: Prepared, index: LabelIndex): boolean {
  for (const at of row.segments) {
    const segment = prepared.layout.segments[at]!;
    const labels = index.knownBySegment.get(at) ?? [];
    const letters = segment.text.match(/\p{L}/gu)?.length ?? 0;
    const found = labels.some(
      (label) =>
        label.start === 0 &&
        label.concepts.some((concept) => endConcepts.has(concept)) &&
        label.squashed.length >= 0.45 * letters,
    );
    if (found) return true;
  }
  return false;
}

function readLine(row: Row, prepared: Prepared): ItemLine {
  const segments = row.segments.map((at) => prepared.layout.segments[at]!);
  const numbers = segments.flatMap((segment) => prepared.numbersBySegment.get(segment.index) ?? []);
  const price = numbers.findLast(
    (candidate) =>
      candidate.number!.decimals === 2 && candidate.number!.percent !== true && endsRow(candidate, segments),
  );
  const letters = (segment: Segment) => segment.text.match(/\p{L}/gu)?.length ?? 0;
  const [textSegment] = segments
    .filter((segment) => /\p{L}{2}/u.test(segment.text))
    .sort((a, b) => letters(b) - letters(a));
  if (textSegment === undefined) return { row, ...(price === undefined ? {} : { price }) };
  let start = 0;
  const lead = textSegment.tokens[0]!.text;
  const leads = /^\d{1,3}[xX*]?$/.test(lead) && textSegment.tokens.length > 1;
  // `400111378515 PE CHARCOAL SMALL`: the code of the article is not its name.
  const isCode = /^\d{8,}$/.test(lead) && textSegment.tokens.length > 1;
  if (leads || isCode) start = 1;
  let end = textSegment.tokens.length - 1;
  if (price !== undefined && price.segment === textSegment.index) end = price.start - 1;
  while (end > start && /^(?:[€$£]|EUR|RM|x|[A-Z*])$/u.test(textSegment.tokens[end]!.text)) end -= 1;
  const before = numbers.find(
    (candidate) =>
      candidate !== price &&
      candidate.segment === textSegment.index &&
      candidate.number!.decimals === 2 &&
      candidate.end === end,
  );
  if (before !== undefined) end = before.start - 1;
  const text = end >= start ? wordsOf(textSegment, start, end, 'text') : undefined;
  const quantity = leads
    ? wordsOf(textSegment, 0, 0, 'code')
    : quantityIn(segments, textSegment, price, prepared);
  return {
    row,
    ...(price === undefined ? {} : { price }),
    ...(text === undefined || !/\p{L}{2}/u.test(text.text) ? {} : { text }),
    ...(quantity === undefined ? {} : { quantity }),
  };
}

/** A price ends its row, but for a sign of currency or tax class. */
function endsRow(price: Candidate, segments: readonly Segment[]): boolean {
  const last = segments.at(-1)!;
  const own = segments.find((segment) => segment.index === price.segment)!;
  const rest = [
    ...own.tokens.slice(price.end + 1),
    ...segments.slice(segments.indexOf(own) + 1).flatMap((segment) => segment.tokens),
  ];
  return last !== undefined && rest.every((token) => token.text.length <= 3 && !/\d{2}/.test(token.text));
}

function quantityIn(
  segments: readonly Segment[],
  textSegment: Segment,
  price: Candidate | undefined,
  prepared: Prepared,
): Candidate | undefined {
  for (const segment of segments) {
    if (segment === textSegment) continue;
    const number = (prepared.numbersBySegment.get(segment.index) ?? []).find(
      (candidate) =>
        candidate !== price && candidate.number!.decimals === 0 && candidate.number!.value < 1000,
    );
    if (number !== undefined) return number;
  }
  return undefined;
}
