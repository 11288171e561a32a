import { isIban, isIsin } from './check-digits.ts';
import { type Check, type ExtractedDocument, type ExtractedField, listValues } from './extracted.ts';

/** Reports what can be checked about the values. Nothing is corrected. */
export function checkValues(fields: readonly ExtractedField[]): ExtractedDocument {
  const checks: Check[] = [];
  for (const [path, value] of listValues({ fields, checks })) {
    const compact = value.text.replace(/\s/g, '');
    if (/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact) && /iban/i.test(path)) {
      checks.push(checkDigit('iban', path, isIban(compact)));
    }
    if (/^[A-Z]{2}[A-Z0-9]{9}\d$/.test(compact) && /isin/i.test(path)) {
      checks.push(checkDigit('isin', path, isIsin(compact)));
    }
  }
  return { fields, checks };
}

function checkDigit(name: 'iban' | 'isin', path: string, passed: boolean): Check {
  const message = passed ? 'The check digit holds' : 'The check digit does not hold';
  return { name, passed, fields: [path], message };
}
