import { entryStrength } from './library-index.ts';
import type { DocumentView } from './pair-features.ts';
import { pairFeatureNames } from './pair-features.ts';
import type { PreparedTypes } from './prepare-types.ts';

/** Names of the numbers that speak for "none of the types". */
export const noneFeatureNames = [
  'constant',
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

const column = (name: string): number => pairFeatureNames.indexOf(name);
const uniqueShare = column('uniqueShare');
const nameTitle = column('nameTitle');
const libraryTitle = column('libraryTitle');
const libraryShare = column('libraryShare');

/** An entry counts as borrowed from this weight on. */
const borrowedMin = 0.45;

/**
 * A document of a kind that no type borrows from belongs to none of them: the library knows a hundred kinds
 * more than a user lists.
 */
export function noneFeatures(
  prepared: PreparedTypes,
  view: DocumentView,
  rows: readonly Float64Array[],
): Float64Array {
  const best = (index: number): number => Math.max(0, ...rows.map((row) => row[index]!));
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
    1,
    best(uniqueShare),
    best(nameTitle),
    best(libraryTitle),
    best(libraryShare),
    (foreign - own) / (foreign + own + 0.3),
    Math.max(0, foreignTitle - best(libraryTitle)),
    foreign,
    view.shape['few-words'],
    Math.log(1 + prepared.types.length),
  ]);
}
