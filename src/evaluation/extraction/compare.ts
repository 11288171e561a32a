import { squashText } from '../../extraction/fold-text.ts';
import { findNumbers } from '../../extraction/parse-amount.ts';
import { findDates } from '../../extraction/parse-date.ts';
import { readDuration } from '../../extraction/parse-duration.ts';
import type { ValueKind } from '../../extraction/value-kind.ts';

/**
 * Whether a value says what the truth says: without regard to case, spaces and punctuation; dates, amounts and
 * durations by what they mean. Of a list any entry counts.
 */
export function isSameValue(value: string, truth: unknown, kind: ValueKind): boolean {
  if (Array.isArray(truth)) return truth.some((entry) => isSameValue(value, entry, kind));
  if (truth === null || truth === undefined) return false;
  if (typeof truth === 'boolean') return isChecked(value) === truth;
  if (typeof truth === 'number') return isSameNumber(value, truth);
  const text = String(truth);
  const squashed = squashText(value);
  if (squashed !== '' && squashed === squashText(text)) return true;
  if (isChecked(text) && text.length <= 10 && !/^\d/.test(text) && isChecked(value)) return true;
  if (squashText(text) === '' && value.replace(/\s/g, '') === text.replace(/\s/g, '')) return true;
  if (kind === 'date') return isSameDate(value, text);
  if (kind === 'amount' || kind === 'number' || kind === 'percent') {
    const number = findNumbers(text)[0]?.value.value;
    return number !== undefined && isSameNumber(value, number);
  }
  if (kind === 'duration') {
    const [a, b] = [readDuration(value), readDuration(text)];
    return a !== undefined && b !== undefined && a.count === b.count && a.unit === b.unit;
  }
  if (kind === 'currency') return currencySign[value.trim()] === text || currencySign[text.trim()] === value;
  return false;
}

const currencySign: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  RM: 'MYR',
  Euro: 'EUR',
};

function isChecked(text: string): boolean {
  return /^(?:x|☒|☑|✓|✔|true|selected|checked|yes|\[x\])$/i.test(text.trim());
}

function isSameNumber(value: string, truth: number): boolean {
  return [undefined, true, false].some((comma) => {
    const number = findNumbers(value, comma)[0]?.value.value;
    return number !== undefined && Math.abs(Math.abs(number) - Math.abs(truth)) < 0.005;
  });
}

function isSameDate(value: string, text: string): boolean {
  const a = findDates(value)[0]?.value;
  const b = findDates(text)[0]?.value;
  if (a === undefined || b === undefined) return false;
  const [one, other] = [readings(a), readings(b)];
  return one.some((iso) => other.includes(iso));
}

function readings(date: { iso?: string; either?: readonly [string, string] }): readonly string[] {
  return date.iso !== undefined ? [date.iso] : [...date.either!];
}
