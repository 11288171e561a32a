import { entryStrength } from './library-index.ts';
import type { DocumentView, PlainFeatures } from './pair-features.ts';
import type { PreparedTypes } from './prepare-types.ts';

/** Names of the numbers that speak for or against "none of the types", in the order of `noneRow`. */
export const noneFeatureNames = [
  'constant',
  'best',
  'lead',
  'crowd',
  'bestWords',
  'silence',
  'bestUniqueShare',
  'bestNameTitle',
  'bestLibraryTitle',
  'bestLibraryShare',
  'foreignLead',
  'foreignTitle',
  'foreignStrength',
  'fewWords',
  'types',
] as const;

/** An entry counts as borrowed from this weight on. */
const borrowedMin = 0.45;

/**
 * What a document says of "none" before the types are scored. A document of a kind that no type borrows from
 * belongs to none of them: the library knows two hundred kinds more than a user lists.
 */
export function noneOutlook(
  prepared: PreparedTypes,
  view: DocumentView,
  plain: readonly PlainFeatures[],
): Float64Array {
  const best = (name: keyof PlainFeatures): number => Math.max(0, ...plain.map((features) => features[name]));
  let own = 0;
  let foreign = 0;
  let foreignTitle = 0;
  for (const [entry, score] of view.library.byEntry.entries()) {
    const strength = entryStrength(score);
    const borrowed = prepared.borrowed[entry]!;
    own = Math.max(own, strength * Math.min(1, borrowed / 0.7));
    if (borrowed >= borrowedMin) continue;
    foreign = Math.max(foreign, strength);
    foreignTitle = Math.max(foreignTitle, score.title);
  }
  return Float64Array.from([
    best('uniqueShare'),
    best('nameTitle'),
    best('libraryTitle'),
    best('libraryShare'),
    (foreign - own) / (foreign + own + 0.3),
    Math.max(0, foreignTitle - best('libraryTitle')),
    foreign,
    view.shape['few-words'],
    Math.log(1 + prepared.types.length),
  ]);
}

/** Worth of words from which on a type counts as spoken for: right answers have 1.7 at the median, poems 0. */
const spokenFor = 0.4;
/** More than this says nothing new about "none". */
const wordsEnough = 2;

/** The outlook together with what the scores of the types say, and what the words alone give the best of them. */
export function noneRow(
  scores: readonly number[],
  words: readonly number[],
  outlook: Float64Array,
): Float64Array {
  const [first = 0, second = first] = scores.toSorted((a, b) => b - a);
  const crowd = Math.log(scores.reduce((sum, score) => sum + Math.exp(score - first), 0));
  const bestWords = words[scores.indexOf(first)] ?? 0;
  const silence = Math.max(0, 1 - bestWords / spokenFor);
  return Float64Array.from([
    1,
    first,
    first - second,
    scores.length < 2 ? 0 : crowd / Math.log(scores.length),
    Math.min(wordsEnough, bestWords),
    silence,
    ...outlook,
  ]);
}
