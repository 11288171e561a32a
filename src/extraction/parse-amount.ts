import type { Found } from './parse-date.ts';

/** A number as printed, with what stood at its sides. */
export type PrintedNumber = {
  readonly value: number;
  readonly decimals: number;
  /** ISO code of the sign or code printed beside it. */
  readonly currency?: string;
  readonly percent?: true;
  /** Whether thousands are grouped or decimals printed: looks like money rather than a count or a number plate. */
  readonly formed: boolean;
};

/** Signs and codes of currencies. */
const currencyBySign: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₺': 'TRY',
  '₽': 'RUB',
  zł: 'PLN',
  zl: 'PLN',
  kč: 'CZK',
  rm: 'MYR',
  rs: 'INR',
  'rs.': 'INR',
  sfr: 'CHF',
  'fr.': 'CHF',
  us$: 'USD',
  r$: 'BRL',
  s$: 'SGD',
  a$: 'AUD',
  c$: 'CAD',
  hk$: 'HKD',
  euro: 'EUR',
  euros: 'EUR',
  dollars: 'USD',
  kr: 'SEK',
  rp: 'IDR',
  p: 'PHP',
};
const codes =
  'EUR USD GBP CHF JPY CNY INR MYR SGD AUD CAD NZD HKD SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH BRL MXN ARS ZAR AED SAR THB IDR PHP VND KRW ILS'.split(
    ' ',
  );
const isCode = new Set(codes);
const sign = `(?:${codes.join('|')}|US\\$|R\\$|S\\$|A\\$|C\\$|HK\\$|RM|Rs\\.?|SFr\\.?|Fr\\.|Euro|[€$£¥₹₩₺₽])`;

// 1.234,56 · 1,234.56 · 1'234.56 · 1 234,56 · 0, 93 · 12,- · 5.211,00- · .50 · (12.00)
const digits = `(?:\\d{1,3}(?:[.,'’\\u00a0\\u202f ]\\d{3})+(?:\\s?[.,]\\s?\\d{1,4})?|\\d+(?:[.,]\\s\\d{2}|[.,]\\d{1,8}|,-|,--)?|[.,]\\d{1,4})`;
const pattern = new RegExp(
  `(?<![\\p{L}\\d])(?<![\\d][.,/:-])(${sign}\\s{0,2})?([-–−+(]\\s?)?(${sign}\\s{0,2})?(${digits})(?![\\d]|[.,:/–-]\\d)(\\s?[-–−](?![\\d\\p{L}])|\\s?\\))?(\\s?%|\\s?‰)?(\\s?${sign}(?![\\p{L}]))?`,
  'giu',
);

/** The numbers in a text. `comma`: whether the document writes decimals with a comma; decides `1.000`. */
export function findNumbers(text: string, comma?: boolean): readonly Found<PrintedNumber>[] {
  if (!/\d/.test(text)) return [];
  const found: Found<PrintedNumber>[] = [];
  for (const match of text.matchAll(pattern)) {
    const read = readNumber(match[4]!, comma);
    if (read === undefined) continue;
    const before = (match[1] ?? '').length + (match[2] ?? '').length + (match[3] ?? '').length;
    const minus = /[-–−(]/.test(match[2] ?? '') || /[-–−]/.test(match[5] ?? '');
    const currency = currencyOf(match[1] ?? match[3] ?? match[7] ?? '');
    const lead = /[-–−]/.test(match[2] ?? '') && match[3] === undefined ? match[2]! : '';
    const start = match.index + before - lead.length;
    found.push({
      start,
      end: match.index + before + match[4]!.length,
      value: {
        value: minus ? -read.value : read.value,
        decimals: read.decimals,
        formed: read.formed,
        ...(currency === undefined ? {} : { currency }),
        ...(match[6] === undefined ? {} : { percent: true as const }),
      },
    });
  }
  return found;
}

/** The ISO code of a printed sign, name or code. */
export function currencyOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const upper = trimmed.toUpperCase();
  return isCode.has(upper) ? upper : currencyBySign[trimmed.toLowerCase()];
}

function readNumber(
  text: string,
  comma: boolean | undefined,
): { value: number; decimals: number; formed: boolean } | undefined {
  const compact = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/,--?$/, '');
  const separators = [...compact.matchAll(/[.,]/g)];
  const last = separators.at(-1);
  const grouped = /\d[\s\u00a0\u202f'’]\d{3}/.test(text);
  if (last === undefined) {
    return finite(compact, 0, /,--?$/.test(text) || grouped);
  }
  const tail = compact.length - last.index - 1;
  const kinds = new Set(separators.map((match) => match[0]));
  const sameRepeated = separators.length > 1 && kinds.size === 1;
  const isGroup =
    sameRepeated ||
    (kinds.size === 1 && tail === 3 && last[0] === (comma === false ? ',' : '.') && comma !== undefined) ||
    (kinds.size === 1 && tail === 3 && comma === undefined && !/^0/.test(compact));
  if (isGroup) return finite(compact.replace(/[.,]/g, ''), 0, true);
  const whole = compact.slice(0, last.index).replace(/[.,]/g, '');
  return finite(`${whole === '' ? '0' : whole}.${compact.slice(last.index + 1)}`, tail, true);
}

function finite(text: string, decimals: number, formed: boolean) {
  const value = Number(text);
  // Past 15 digits it is a number of an account, not one to reckon with.
  return Number.isFinite(value) && text.length <= 15 ? { value, decimals, formed } : undefined;
}

/** Whether decimals are written with a comma, by count of amounts with two decimals; undefined when there are none. */
export function usesDecimalComma(text: string): boolean | undefined {
  const commas = text.match(/\d,\s?\d{2}(?![\d,.])/g)?.length ?? 0;
  const points = text.match(/(?<![.]\d{1,2})\.\d{2}(?![\d,.])/g)?.length ?? 0;
  return commas === points ? undefined : commas > points;
}
