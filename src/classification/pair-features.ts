import type { DocumentTokens } from './document-tokens.ts';
import { pageShapes } from './library/entry.ts';
import { entryStrength, type LibraryScores } from './library-index.ts';
import type { DocumentShape } from './page-shape.ts';
import type { PreparedType, PreparedTypes, TermRole } from './prepare-types.ts';
import { earliness, type TermEvidence } from './term-evidence.ts';

/** What is known of a document before it is compared with types. */
export type DocumentView = {
  readonly tokens: DocumentTokens;
  readonly shape: DocumentShape;
  readonly library: LibraryScores;
};

const plainNames = [
  'nameTitle',
  'nameFound',
  'nameWords',
  'nameWordsTitle',
  'uniqueScore',
  'uniqueShare',
  'uniqueTitle',
  'uniqueEarly',
  'descriptionScore',
  'descriptionShare',
  'descriptionTitle',
  'libraryTitle',
  'libraryPhrases',
  'libraryCoverage',
  'libraryShare',
  'loan',
] as const;

type PlainName = (typeof plainNames)[number];
type PlainFeatures = Record<PlainName, number>;

/** Signals that are also seen relative to the best of the types. */
const relativeNames = [
  'nameWords',
  'nameTitle',
  'uniqueScore',
  'uniqueTitle',
  'descriptionScore',
  'libraryTitle',
  'libraryPhrases',
] as const satisfies readonly PlainName[];

/** Names of the numbers by which a document and a type are compared. */
export const pairFeatureNames: readonly string[] = [
  ...plainNames,
  ...relativeNames.map((name) => `${name}OfBest`),
  ...pageShapes.map((shape) => `shape:${shape}`),
];

/** One row of numbers a type. */
export function pairFeatures(
  prepared: PreparedTypes,
  view: DocumentView,
  evidence: ReadonlyMap<number, TermEvidence>,
): readonly Float64Array[] {
  const strengths = view.library.byEntry.map(entryStrength);
  const strongest = Math.max(0.3, ...strengths);
  const plain = prepared.types.map((type) => plainFeatures(type, view, evidence, strengths, strongest));
  const best = relativeNames.map((name) => Math.max(0.15, ...plain.map((features) => features[name])));
  return prepared.types.map((type, index) => {
    const features = plain[index]!;
    const row = [
      ...plainNames.map((name) => features[name]),
      ...relativeNames.map((name, position) => features[name] / best[position]!),
      ...pageShapes.map((shape) => type.shape[shape] * (view.shape[shape] - 0.5)),
    ];
    return Float64Array.from(row);
  });
}

function plainFeatures(
  prepared: PreparedType,
  view: DocumentView,
  evidence: ReadonlyMap<number, TermEvidence>,
  strengths: readonly number[],
  strongest: number,
): PlainFeatures {
  const name = sumUp(prepared, 'name', evidence);
  const nameWords = sumUp(prepared, 'nameWord', evidence);
  const unique = sumUp(prepared, 'uniqueWord', evidence);
  const description = sumUp(prepared, 'descriptionWord', evidence);
  const features: PlainFeatures = {
    nameTitle: name.title,
    nameFound: name.share,
    nameWords: nameWords.score,
    nameWordsTitle: nameWords.titleMean,
    uniqueScore: unique.score,
    uniqueShare: unique.share,
    uniqueTitle: unique.title,
    uniqueEarly: unique.early,
    descriptionScore: description.score,
    descriptionShare: description.share,
    descriptionTitle: description.titleMean,
    libraryTitle: 0,
    libraryPhrases: 0,
    libraryCoverage: 0,
    libraryShare: 0,
    loan: prepared.loans[0]?.weight ?? 0,
  };
  for (const { entry, weight } of prepared.loans) {
    const score = view.library.byEntry[entry]!;
    features.libraryTitle = Math.max(features.libraryTitle, weight * score.title);
    features.libraryPhrases = Math.max(features.libraryPhrases, weight * score.phrases);
    features.libraryCoverage = Math.max(features.libraryCoverage, weight * score.coverage);
    features.libraryShare = Math.max(features.libraryShare, (weight * strengths[entry]!) / strongest);
  }
  return features;
}

type Sum = {
  score: number;
  share: number;
  title: number;
  titleMean: number;
  early: number;
};

/** Found weight of the terms of one role, as a score that grows with what was found and as shares of it all. */
function sumUp(prepared: PreparedType, role: TermRole, evidence: ReadonlyMap<number, TermEvidence>): Sum {
  const sum: Sum = { score: 0, share: 0, title: 0, titleMean: 0, early: 0 };
  let total = 0;
  for (const { term, role: termRole, weight } of prepared.terms) {
    if (termRole !== role) continue;
    total += weight;
    const found = evidence.get(term);
    if (found === undefined) continue;
    const often = 1 + 0.3 * Math.log(found.count);
    const early = earliness(found.firstAt);
    sum.score += weight * found.quality * often * (0.6 + 0.9 * early);
    sum.share += weight * found.quality;
    sum.title = Math.max(sum.title, found.title * Math.min(1, 0.3 + weight));
    sum.titleMean += weight * found.title;
    sum.early += weight * found.quality * early;
  }
  if (total === 0) return sum;
  sum.score /= Math.sqrt(Math.max(0.5, total));
  sum.share /= total;
  sum.titleMean /= total;
  sum.early /= total;
  return sum;
}
