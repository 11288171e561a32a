import type { DocumentTokens } from './document-tokens.ts';
import { pageShapes } from './library/entry.ts';
import { entryStrength, type LibraryScores } from './library-index.ts';
import { type DocumentShape, ordinaryShape } from './page-shape.ts';
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
  'uniquePart',
  'nameSynonym',
  'nameSynonymTitle',
  'synonym',
  'synonymTitle',
  'libraryTitle',
  'libraryPhrases',
  'libraryCoverage',
  'libraryShare',
  'libraryMatch',
  'loan',
] as const;

type PlainName = (typeof plainNames)[number];
export type PlainFeatures = Record<PlainName, number>;

/** The signals that the matcher weighs; the others only speak for or against `other`. */
const weighedNames = [
  'nameWords',
  'nameTitle',
  'uniqueScore',
  'uniqueTitle',
  'uniqueEarly',
  'descriptionScore',
  'uniquePart',
  'nameSynonym',
  'nameSynonymTitle',
  'synonym',
  'libraryTitle',
  'libraryPhrases',
  'libraryShare',
  'libraryMatch',
] as const satisfies readonly PlainName[];

/** Names of the numbers by which a document and a type are compared. */
export const pairFeatureNames: readonly string[] = [
  ...weighedNames,
  ...weighedNames.map((name) => `relative:${name}`),
  ...pageShapes.map((shape) => `shape:${shape}`),
  'loan',
];

/** So many of them, the first, are words found; the rest compares types or looks at shape. */
export const wordSignals = weighedNames.length;

export type PairFeatures = {
  /** One row of numbers a type. */
  readonly rows: readonly Float64Array[];
  readonly plain: readonly PlainFeatures[];
};

export function pairFeatures(
  prepared: PreparedTypes,
  view: DocumentView,
  evidence: ReadonlyMap<number, TermEvidence>,
): PairFeatures {
  const strengths = view.library.byEntry.map(entryStrength);
  const strongest = Math.max(0.3, ...strengths);
  const likely = likelyEntries(strengths);
  const plain = prepared.types.map((type) =>
    plainFeatures(type, view, evidence, { strengths, strongest, likely }),
  );
  const relative = weighedNames.map((name) => standardise(plain.map((features) => features[name])));
  const spoken = plain.map((features) => weighedNames.reduce((sum, name) => sum + features[name], 0));
  const loudest = Math.max(...spoken, ...strengths);
  const rows = prepared.types.map((type, index) => {
    const heard = (spoken[index]! + unheard) / (loudest + unheard);
    return Float64Array.from([
      ...weighedNames.map((name) => plain[index]![name]),
      ...relative.map((values) => values[index]!),
      ...pageShapes.map(
        (shape) =>
          (shape === 'narrow' ? heard : 1) * type.shape[shape] * (view.shape[shape] - ordinaryShape[shape]),
      ),
      plain[index]!.loan,
    ]);
  });
  return { rows, plain };
}

/**
 * The shape of a page speaks for a type as far as its words do, beside those of the other types and of the library:
 * an invoice on a narrow page is no receipt. So much stands in for words that cannot be read.
 */
const unheard = 1;

/** Spread below which the types count as alike: among types that all fit badly none must look good. */
const spreadMin = 0.15;

/** How far each value stands out among those of the other types. */
function standardise(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const spread = Math.sqrt(variance + spreadMin ** 2);
  return values.map((value) => (value - mean) / spread);
}

type EntriesSeen = {
  readonly strengths: readonly number[];
  readonly strongest: number;
  /** Share of belief in each entry. */
  readonly likely: readonly number[];
};

/** Strength that an entry must have to stand out against "no entry at all". */
const entryNoise = 0.35;
const entrySharpness = 6;

function likelyEntries(strengths: readonly number[]): readonly number[] {
  const powers = strengths.map((strength) => Math.exp(entrySharpness * strength));
  const total = powers.reduce((sum, power) => sum + power, Math.exp(entrySharpness * entryNoise) * 10);
  return powers.map((power) => power / total);
}

function plainFeatures(
  prepared: PreparedType,
  view: DocumentView,
  evidence: ReadonlyMap<number, TermEvidence>,
  { strengths, strongest, likely }: EntriesSeen,
): PlainFeatures {
  const name = sumUp(prepared, 'name', evidence);
  const nameWords = sumUp(prepared, 'nameWord', evidence);
  const unique = sumUp(prepared, 'uniqueWord', evidence);
  const description = sumUp(prepared, 'descriptionWord', evidence);
  const nameSynonym = sumUp(prepared, 'nameSynonym', evidence);
  const synonym = sumUp(prepared, 'synonym', evidence);
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
    uniquePart: sumUp(prepared, 'uniquePart', evidence).score,
    nameSynonym: nameSynonym.score,
    nameSynonymTitle: nameSynonym.title,
    synonym: synonym.score,
    synonymTitle: synonym.title,
    libraryTitle: 0,
    libraryPhrases: 0,
    libraryCoverage: 0,
    libraryShare: 0,
    libraryMatch: prepared.resemblances.reduce((sum, weight, entry) => sum + weight * likely[entry]!, 0),
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

type Group = { total: number; score: number; share: number; titleMean: number; early: number };

/** Found weight of the terms of one role, as a score that grows with what was found and as shares of it all. */
function sumUp(prepared: PreparedType, role: TermRole, evidence: ReadonlyMap<number, TermEvidence>): Sum {
  let title = 0;
  const groups = prepared.groups[role].map(({ terms, total }): Group => {
    const group = { total, score: 0, share: 0, titleMean: 0, early: 0 };
    for (const { term, weight } of terms) {
      const found = evidence.get(term);
      if (found === undefined) continue;
      const often = 1 + 0.3 * Math.log(found.count);
      const early = earliness(found.firstAt);
      const value = weight * found.quality;
      group.score = Math.max(group.score, value * often * (0.6 + 0.9 * early));
      group.share = Math.max(group.share, value);
      group.early = Math.max(group.early, value * early);
      group.titleMean = Math.max(group.titleMean, weight * found.title);
      title = Math.max(title, found.title * Math.min(1, 0.3 + weight));
    }
    return group;
  });
  return finishSum(groups, title);
}

function finishSum(groups: readonly Group[], title: number): Sum {
  const sumOf = (key: keyof Group): number => groups.reduce((sum, group) => sum + group[key], 0);
  const total = Math.max(0.5, sumOf('total'));
  return {
    score: sumOf('score') / Math.sqrt(total),
    share: sumOf('share') / total,
    title,
    titleMean: sumOf('titleMean') / total,
    early: sumOf('early') / total,
  };
}
