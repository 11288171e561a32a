import type { Retention } from '../http/v2/definition-schemas.ts';
import { plural } from './format.ts';

/** What a retention means, in words. */
export function describeRetention({ originalsDays, resultsDays }: Retention): string {
  if (originalsDays === undefined && resultsDays === undefined) {
    return 'Originals and results are kept for ever.';
  }
  if (resultsDays !== undefined && (originalsDays ?? resultsDays) >= resultsDays) {
    return `All of a file is deleted ${plural(resultsDays, 'day')} after it is finished: original, answer and values.`;
  }
  const originals = `The original is deleted ${plural(originalsDays!, 'day')} after a file is finished, with its reading and what was learned from it`;
  return resultsDays === undefined
    ? `${originals}; answer, values and corrections are kept for ever.`
    : `${originals}; answer, values and corrections after ${plural(resultsDays, 'day')}.`;
}

/** With these days, or without a bound where the text is empty. */
export function withDays(retention: Retention, key: keyof Retention, text: string): Retention {
  const { [key]: _, ...rest } = retention;
  return text === '' ? rest : { ...rest, [key]: Number(text) };
}
