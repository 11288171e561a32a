import { type Candidate, type CandidateKind, spanOf, wordsOf } from '../candidate.ts';
import { isIban, isIsin } from '../check-digits.ts';
import type { Segment } from '../layout.ts';
import { currencyOf, findNumbers } from '../parse-amount.ts';
import { findDates } from '../parse-date.ts';

type Form = {
  readonly kind: CandidateKind;
  readonly pattern: RegExp;
  readonly valid?: (text: string) => boolean;
};

const forms: readonly Form[] = [
  { kind: 'email', pattern: /[\p{L}\p{N}._%+-]+\s?@\s?[\p{L}\p{N}-]+(?:\s?\.\s?[\p{L}\p{N}-]+)+/gu },
  {
    kind: 'url',
    pattern:
      /(?:https?:\/\/|www\s?\.\s?)[^\s|,;]+(?:\s?\.\s[a-z]{2,4}\b)?|(?<![@\p{L}])[\p{L}\p{N}-]{3,}\.(?:com|de|org|net|eu|fr|es|it|nl|at|ch|co\.uk|my|io)(?:\/\S*)?(?![\p{L}])/giu,
  },
  // DE89 3704 0044 0532 0130 00
  {
    kind: 'iban',
    pattern: /(?<![\p{L}\d])[A-Z]{2}\s?\d{2}(?:[\s.]?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?(?![\p{L}\d])/gu,
    valid: isIban,
  },
  { kind: 'isin', pattern: /(?<![\p{L}\d])[A-Z]{2}[A-Z0-9]{9}\d(?![\p{L}\d])/gu, valid: isIsin },
  {
    kind: 'bic',
    pattern: /(?<![\p{L}\d])[A-Z]{4}\s?[A-Z]{2}\s?[A-Z0-9]{2}(?:\s?[A-Z0-9]{3})?(?![\p{L}\d])/gu,
  },
  {
    kind: 'wkn',
    pattern:
      /(?<![\p{L}\d.,-])(?=[A-Z]*\d)[A-HJ-NP-Z0-9]{6}(?![\p{L}\d]|[.,-]\d)|(?<![\p{L}\d.,-])\d{7,9}(?![\p{L}\d]|[.,-]\d)/gu,
  },
  {
    kind: 'taxId',
    // VAT ids of the EU, CH, GB, NO; German tax numbers; Indian GSTIN; US TIN.
    pattern:
      /(?<![\p{L}\d])(?:ATU\s?\d{8}|BE\s?[01]?\d{3}[. ]?\d{3}[. ]?\d{3}|CHE-?\s?\d{3}\.?\d{3}\.?\d{3}|DE\s?\d{3}\s?\d{3}\s?\d{3}|(?:EL|FI|HU|LU|MT|SI|DK|EE|PT|PL|SK|CZ|RO|BG|HR|LT|LV|SE|NO)\s?\d{8,12}|ES\s?[A-Z0-9]\d{7}[A-Z0-9]|FR\s?[A-Z0-9]{2}\s?\d{3}\s?\d{3}\s?\d{3}|GB\s?\d{3}\s?\d{4}\s?\d{2}|IE\s?\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|IT\s?\d{11}|NL\s?\d{9}\s?B\d{2}|\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9]|\d{2,3}\s?\/\s?\d{3,4}\s?\/\s?\d{4,5}|\d{2}-\d{7})(?![\p{L}\d])/gu,
    valid: () => true,
  },
  {
    kind: 'time',
    pattern:
      /(?<![\d.,:/-])(?:(?:[01]?\d|2[0-4])\s?:\s?[0-5]\d(?:\s?:\s?[0-5]\d)?(?:\s?[ap]\.?m\.?(?!\p{L}))?|(?:[01]?\d|2[0-4])[.h]\s?[0-5]\d(?=\s?(?:uhr|h\b)))(?![\d:/]|[.,]\d)/giu,
  },
  {
    kind: 'duration',
    pattern:
      /(?<![\p{L}\d])(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty(?:[- ]four)?|thirty(?:[- ]six)?|ninety|ein|eine|einem|einen|zwei|drei|fünf|sechs|zwölf|un|une|deux|trois|cinq)\s?-?\s?(?:\(\s?\d{1,3}\s?\)\s?)?|\d{1,3}\s?-?\s?(?:\(\d{1,3}\)\s?)?)-?(?:calendar\s|full\s|volle\s)?(?:years?|months?|days?|weeks?|jahren?|jahre?s?|monaten?|monate?|tagen?|tage?|wochen?|ans?|années?|mois|jours?|años?|meses|anni|mesi|jaar|maanden)(?!\p{L})/giu,
  },
  {
    kind: 'phone',
    pattern:
      /(?<![\p{L}\d/.,-])(?:\+\s?\d{1,3}[\s./-]{0,3})?(?:\(\s?\d{1,5}\s?\)[\s./-]{0,2}\)?\s?)?\d(?:[\s./–-]{0,3}\d){5,13}(?![\d\p{L}]|[.,]\d)/gu,
  },
];

/** Dates, amounts, codes and the like: every stretch of a segment that has the form of a typed value. */
export function findTyped(segment: Segment, comma: boolean | undefined): readonly Candidate[] {
  const { text } = segment;
  const found: (Candidate | undefined)[] = [];
  if (/\d/.test(text)) {
    for (const { start, end, value } of findDates(text))
      found.push(spanOf(segment, start, end, 'date', { date: value }));
    for (const { start, end, value } of findNumbers(text, comma)) {
      found.push(spanOf(segment, start, end, 'number', { number: value }));
    }
    found.push(...findCodes(segment));
  }
  const hasDigit = /\d/.test(text);
  for (const { kind, pattern, valid } of forms) {
    if (!hasDigit && kind !== 'email' && kind !== 'url' && kind !== 'bic' && kind !== 'duration') continue;
    for (const match of text.matchAll(pattern)) {
      if (kind === 'phone' && !isPhoneLike(match[0])) continue;
      found.push(
        spanOf(
          segment,
          match.index,
          match.index + match[0].length,
          kind,
          valid === undefined ? {} : { valid: valid(match[0]) },
        ),
      );
    }
  }
  found.push(...findCurrencies(segment));
  return found.filter((candidate) => candidate !== undefined);
}

function isPhoneLike(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return (
    digits >= 6 &&
    digits <= 15 &&
    !/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(text.trim()) &&
    !/^\d{1,4}\.\d{2}$/.test(text)
  );
}

/** Identifiers: words with a digit, and runs of up to five such words. */
function findCodes(segment: Segment): readonly (Candidate | undefined)[] {
  const found: (Candidate | undefined)[] = [];
  const { tokens } = segment;
  for (let start = 0; start < tokens.length; start += 1) {
    if (!/\d/.test(tokens[start]!.text)) continue;
    found.push(wordsOf(segment, start, start, 'code'));
    for (let end = start + 1; end < tokens.length && end < start + 5; end += 1) {
      if (!/\d/.test(tokens[end]!.text)) {
        if (/^[-/A-Z]$/.test(tokens[end]!.text)) continue;
        break;
      }
      found.push(wordsOf(segment, start, end, 'code'));
    }
  }
  return found;
}

const currencyPattern =
  /(?<![\p{L}])(?:EUR|USD|GBP|CHF|JPY|CNY|INR|MYR|SGD|AUD|CAD|NZD|HKD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|BRL|MXN|ZAR|AED|THB|IDR|PHP|VND|KRW|ILS|Euros?|RM|Rs)(?![\p{L}])|[€$£¥₹₩₺₽]/gu;

function findCurrencies(segment: Segment): readonly (Candidate | undefined)[] {
  return [...segment.text.matchAll(currencyPattern)].map((match) => {
    const code = currencyOf(match[0]);
    const derived = code !== undefined && code !== match[0] ? { derived: code } : {};
    return spanOf(segment, match.index, match.index + match[0].length, 'currency', derived);
  });
}
