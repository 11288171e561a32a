import { foldText } from './fold-text.ts';

/** A length of time as printed: `three (3) years`. */
export type PrintedDuration = { readonly count: number; readonly unit: 'year' | 'month' | 'week' | 'day' };

const numbers: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  eighteen: 18,
  twenty: 20,
  thirty: 30,
  ninety: 90,
  ein: 1,
  eine: 1,
  einem: 1,
  einen: 1,
  zwei: 2,
  drei: 3,
  funf: 5,
  sechs: 6,
  zwolf: 12,
  un: 1,
  une: 1,
  deux: 2,
  trois: 3,
  cinq: 5,
};
const units: readonly (readonly [RegExp, PrintedDuration['unit']])[] = [
  [/year|jahr|\bans?\b|annee|ano|anni|jaar/, 'year'],
  [/month|monat|mois|mes|mesi|maand/, 'month'],
  [/week|woche|semaine|semana/, 'week'],
  [/day|tag|jour|dia|giorn|dag/, 'day'],
];

export function readDuration(text: string): PrintedDuration | undefined {
  const folded = foldText(text);
  const digits = /\d+/.exec(folded)?.[0];
  const word = folded.split(/[^a-z]+/).find((candidate) => candidate in numbers);
  const count = digits === undefined ? (word === undefined ? undefined : numbers[word]) : Number(digits);
  const unit = units.find(([pattern]) => pattern.test(folded))?.[1];
  return count === undefined || unit === undefined ? undefined : { count, unit };
}
