import { foldText } from './fold-text.ts';
import { monthByName } from './month-names.ts';

/** A stretch of a text that reads as a value. */
export type Found<Value> = { readonly start: number; readonly end: number; readonly value: Value };

/** A date as printed: numbers whose order the document must decide stay open. */
export type PrintedDate = {
  readonly year: number;
  /** ISO when day and month cannot be confused. */
  readonly iso?: string;
  /** Otherwise both readings: day first, then month first. */
  readonly either?: readonly [string, string];
  readonly month?: true;
};

const month = '([\\p{L}]{3,12})\\.?';
const year = "(\\d{4}|['’]?\\d{2})";
const end = '(?![\\d/])';
/** Longest first; each with how its groups read. */
const forms: readonly { readonly pattern: RegExp; readonly order: string }[] = [
  // 2024-12-23, 2024/12/23, 2024.12.23
  { pattern: /(?<![\d/.-])(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)/gu, order: 'YMD' },
  // 23.12.2024, 23/12/24, 18.07. 2020, 6/ 25/ 81, 12- 13- 89, 03 /02 /90
  {
    pattern: /(?<![\d.,/-])(\d{1,2})(\s?[./-]\s?)(\d{1,2})(\s?[./-]\s?)(\d{4}|\d{2})(?![\d]|[.,/-]\d)/gu,
    order: 'D-M-Y',
  },
  // 23 December 2024, 23rd day of December, 2024, 23. Dez. 24, 23 de diciembre de 2024, 2- Dec- 97, 12MAR2018
  {
    pattern: new RegExp(
      `(?<![\\d.,/])(\\d{1,2})\\s?(?:st|nd|rd|th|er|º|°|\\.|-)?\\s?(?:day\\s+)?(?:of\\s+|de\\s+|d['’])?-?${month}\\s?[-,/]?\\s?(?:de\\s+|del\\s+|of\\s+)?,?\\s?${year}${end}`,
      'giu',
    ),
    order: 'DNY',
  },
  // December 23, 2024, Dec. 23 2024, December 23rd, 2024
  {
    pattern: new RegExp(
      `${month}\\s?-?(\\d{1,2})(?:st|nd|rd|th)?(?:\\s?[-,.]\\s?|\\s|(?=['’]))${year}${end}`,
      'giu',
    ),
    order: 'NDY',
  },
];
// December 2024, 12/2024
const monthForms: readonly { readonly pattern: RegExp; readonly order: string }[] = [
  { pattern: new RegExp(`${month}\\s?,?\\s?(\\d{4})(?!\\d)`, 'giu'), order: 'NY' },
  { pattern: /(?<![\d./-])(\d{1,2})\s?[/.]\s?(\d{4})(?![\d./-])/gu, order: 'MY' },
];

/** The dates in a text, not overlapping, in order. */
export function findDates(text: string): readonly Found<PrintedDate>[] {
  if (!/\d/.test(text)) return [];
  const found: Found<PrintedDate>[] = [];
  for (const { pattern, order } of forms) collect(text, pattern, order, found);
  for (const { pattern, order } of monthForms) collect(text, pattern, order, found);
  return found.sort((a, b) => a.start - b.start);
}

function collect(text: string, pattern: RegExp, order: string, found: Found<PrintedDate>[]): void {
  for (const match of text.matchAll(pattern)) {
    const value = readDate(match, order);
    if (value === undefined) continue;
    const start = match.index;
    const stop = start + match[0].length;
    if (found.some((other) => start < other.end && other.start < stop)) continue;
    found.push({ start, end: stop, value });
  }
}

function readDate(match: RegExpExecArray, order: string): PrintedDate | undefined {
  const group = (index: number) => match[index]!;
  if (order === 'YMD') return exact(Number(group(1)), Number(group(2)), Number(group(3)));
  if (order === 'DNY') return exact(fullYear(group(3)), nameMonth(group(2)), Number(group(1)));
  if (order === 'NDY') return exact(fullYear(group(3)), nameMonth(group(1)), Number(group(2)));
  if (order === 'NY') return monthOnly(Number(group(2)), nameMonth(group(1)));
  if (order === 'MY') return monthOnly(Number(group(2)), Number(group(1)));
  if (group(2).trim() !== group(4).trim()) return undefined;
  const [first, second, inYear] = [Number(group(1)), Number(group(3)), fullYear(group(5))];
  const dayFirst = exact(inYear, second, first);
  const monthFirst = exact(inYear, first, second);
  if (dayFirst === undefined || monthFirst === undefined) return dayFirst ?? monthFirst;
  if (first === second) return dayFirst;
  return { year: inYear, either: [dayFirst.iso!, monthFirst.iso!] };
}

function nameMonth(name: string): number {
  return monthByName.get(foldText(name)) ?? 0;
}

/** Two digits are this century up to 40, so that contracts that run to 2039 and births in 1941 both read right. */
function fullYear(text: string): number {
  const number = Number(text.replace(/^['’]/, ''));
  if (text.length >= 4) return number;
  return number <= 40 ? 2000 + number : 1900 + number;
}

function exact(inYear: number, inMonth: number, day: number): PrintedDate | undefined {
  if (inYear < 1850 || inYear > 2200 || inMonth < 1 || inMonth > 12 || day < 1) return undefined;
  if (day > new Date(Date.UTC(inYear, inMonth, 0)).getUTCDate()) return undefined;
  return { year: inYear, iso: `${inYear}-${pad(inMonth)}-${pad(day)}` };
}

function monthOnly(inYear: number, inMonth: number): PrintedDate | undefined {
  if (inYear < 1900 || inYear > 2100 || inMonth < 1 || inMonth > 12) return undefined;
  return { year: inYear, iso: `${inYear}-${pad(inMonth)}`, month: true };
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

/** Whether the document writes the month first: shown by a date that reads only one way, else by `fallback`. */
export function isMonthFirst(dates: readonly string[], fallback: boolean): boolean {
  let monthFirst = 0;
  for (const text of dates) {
    const match = /^(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]/.exec(text);
    if (match === null) continue;
    if (Number(match[1]) > 12) monthFirst -= 1;
    else if (Number(match[2]) > 12) monthFirst += 1;
  }
  return monthFirst === 0 ? fallback : monthFirst > 0;
}

export function isoDate(date: PrintedDate, monthFirst: boolean): string {
  return date.iso ?? date.either![monthFirst ? 1 : 0];
}
