/** What can be checked about the values: reported, and weighed in the confidence. Nothing is corrected. */
import type { Ask } from './ask.ts';
import { isIban, isIsin } from './check-digits.ts';
import {
  type Check,
  type ExtractedDocument,
  type ExtractedField,
  type ExtractedValue,
  listValues,
} from './extracted.ts';

/** Rounding of sums over several lines, in units of the currency. */
const slack = 0.02;

type Asked = { readonly path: string; readonly ask: Ask; readonly value: ExtractedValue };

/** `asks`: what each path asks for, paths as `listValues` writes them, without the numbers of rows. */
export function checkValues(
  fields: readonly ExtractedField[],
  asks: ReadonlyMap<string, Ask>,
): ExtractedDocument {
  const asked = listValues({ fields, checks: [] }).flatMap(([path, value]): readonly Asked[] => {
    const ask = asks.get(path.replace(/\[\d+\]/g, ''));
    return ask === undefined ? [] : [{ path, ask, value }];
  });
  const checks = [...checkDigits(asked), ...checkSum(asked), ...checkDates(asked), ...checkRows(asked)];
  const verdicts = new Map<string, boolean>();
  for (const check of checks) {
    for (const path of check.fields) verdicts.set(path, check.passed && (verdicts.get(path) ?? true));
  }
  return { fields: fields.map((field) => weigh(field, field.key, verdicts)), checks };
}

function checkDigits(asked: readonly Asked[]): readonly Check[] {
  return asked.flatMap(({ path, ask, value }): readonly Check[] => {
    if (ask.kind !== 'iban' && ask.kind !== 'isin') return [];
    const passed = ask.kind === 'iban' ? isIban(value.text) : isIsin(value.text);
    const message = passed ? 'The check digits hold' : 'The check digits do not hold';
    return [{ name: ask.kind, passed, fields: [path], message }];
  });
}

function numberOf(value: ExtractedValue | undefined): number | undefined {
  return value?.normalised?.type === 'number' ? value.normalised.number : undefined;
}

function byConcept(asked: readonly Asked[], concept: string): Asked | undefined {
  return asked.find(({ ask, path }) => ask.concept === concept && !path.includes('['));
}

function checkSum(asked: readonly Asked[]): readonly Check[] {
  const net = byConcept(asked, 'net_total') ?? byConcept(asked, 'subtotal');
  const [tax, whole] = [byConcept(asked, 'tax_total'), byConcept(asked, 'grand_total')];
  const [a, b, c] = [net, tax, whole].map((each) => numberOf(each?.value));
  if (a === undefined || b === undefined || c === undefined) return [];
  const passed = Math.abs(a + b - c) <= slack;
  const message = `${a} + ${b} ${passed ? '=' : 'is not'} ${c}`;
  return [{ name: 'sum', passed, fields: [net!.path, tax!.path, whole!.path], message }];
}

function checkDates(asked: readonly Asked[]): readonly Check[] {
  const [issued, due] = [byConcept(asked, 'invoice_date'), byConcept(asked, 'due_date')];
  const [from, to] = [issued, due].map((each) =>
    each?.value.normalised?.type === 'date' ? each.value.normalised.iso : undefined,
  );
  if (from === undefined || to === undefined) return [];
  const passed = from <= to;
  const message = passed ? 'Due after issue' : `Due ${to}, before the issue ${from}`;
  return [{ name: 'date-order', passed, fields: [issued!.path, due!.path], message }];
}

/** Quantity times price in each row, and the sum of the rows against the totals. */
function checkRows(asked: readonly Asked[]): readonly Check[] {
  const rows = Map.groupBy(
    asked.filter(({ path }) => path.includes('[')),
    ({ path }) => path.slice(0, path.lastIndexOf(']') + 1),
  );
  const checks: Check[] = [];
  const totals: number[] = [];
  const paths: string[] = [];
  for (const cells of rows.values()) {
    const cell = (concept: string) => cells.find(({ ask }) => ask.concept === concept);
    const [quantity, price, total] = [cell('quantity'), cell('unit_price'), cell('line_total')];
    const [count, each, sum] = [quantity, price, total].map((found) => numberOf(found?.value));
    if (sum !== undefined) {
      totals.push(sum);
      paths.push(total!.path);
    }
    if (count === undefined || each === undefined || sum === undefined) continue;
    const passed = Math.abs(count * each - sum) <= slack;
    const message = `${count} × ${each} ${passed ? '=' : 'is not'} ${sum}`;
    checks.push({ name: 'row-product', passed, fields: [quantity!.path, price!.path, total!.path], message });
  }
  const wholes = ['net_total', 'subtotal', 'grand_total'].map((concept) =>
    numberOf(byConcept(asked, concept)?.value),
  );
  if (totals.length > 0 && totals.length === rows.size && wholes.some((whole) => whole !== undefined)) {
    const sum = Math.round(totals.reduce((left, right) => left + right, 0) * 100) / 100;
    const passed = wholes.some((whole) => whole !== undefined && Math.abs(whole - sum) <= slack);
    const message = passed
      ? 'The rows add up to a total'
      : `The rows add up to ${sum}, which is no total: one may be missing`;
    checks.push({ name: 'row-sum', passed, fields: paths, message });
  }
  return checks;
}

/** A check that holds takes away a third of the doubt; one that fails a fifth of the confidence. */
function weigh(field: ExtractedField, path: string, verdicts: ReadonlyMap<string, boolean>): ExtractedField {
  if (field.type === 'object') {
    return {
      ...field,
      properties: field.properties.map((each) => weigh(each, `${path}.${each.key}`, verdicts)),
    };
  }
  if (field.type === 'array') {
    return { ...field, entries: field.entries.map((entry, at) => weigh(entry, `${path}[${at}]`, verdicts)) };
  }
  const verdict = verdicts.get(path);
  if (field.value === undefined || verdict === undefined) return field;
  const { confidence } = field.value;
  const weighed = verdict ? confidence + (1 - confidence) / 3 : confidence * 0.8;
  return { ...field, value: { ...field.value, confidence: Math.round(weighed * 1000) / 1000 } };
}
