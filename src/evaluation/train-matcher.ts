import { compareView, viewDocument } from '../classification/compare-document.ts';
import { type DocumentType, other } from '../classification/document-type.ts';
import { buildKnowledge, type Knowledge, type Weights } from '../classification/knowledge.ts';
import type { LibraryEntry } from '../classification/library/entry.ts';
import { library } from '../classification/library/library.ts';
import { scoreLibrary } from '../classification/library-index.ts';
import { dot, wordsWorth } from '../classification/matcher.ts';
import { noneFeatureNames, noneRow } from '../classification/none-features.ts';
import { type DocumentView, pairFeatureNames } from '../classification/pair-features.ts';
import { prepareTypes } from '../classification/prepare-types.ts';
import { gatherEvidence, type TermEvidence } from '../classification/term-evidence.ts';
import type { TermIndex } from '../classification/term-index.ts';
import { createRandom } from './bootstrap.ts';
import { plainDocument } from './example-documents.ts';
import { type Choice, fitChoices } from './fit-matcher.ts';
import { plainTexts } from './plain-texts.ts';
import type { Example, ExampleSet } from './training-set.ts';
import { countWordShares } from './word-shares.ts';

export type TrainOptions = {
  readonly entries?: readonly LibraryEntry[];
  readonly ridge: number;
  /** Times each set is shown with a random part of its types, so that more sets of types are seen than exist. */
  readonly partialSets: number;
  /** Weight of a document whose own type was taken away: it is `other` then, but next to near kinds. */
  readonly orphanWeight: number;
  /** Times each set is shown with one to four of its types: users begin with few. */
  readonly smallSets: number;
  /** Weight of these together, of their orphans and of texts of no kind. */
  readonly smallWeight: number;
};

export const trainDefaults: TrainOptions = {
  ridge: 0.3,
  partialSets: 1,
  orphanWeight: 0.1,
  smallSets: 4,
  smallWeight: 0.15,
};

const steps = 150;
const rate = 0.1;
const noneRidge = 0.01;
const partialWeight = 0.7;
/** Weight of each text of no kind, beside a file. */
const plainWeight = 0.2;
/** What a document of none of the few types weighs beside one of them. */
const smallOrphanWeight = 0.15;

/** A labelled document beside a set of types. */
type Case = {
  readonly rows: readonly Float64Array[];
  readonly outlook: Float64Array;
  /** Index of the right type; `rows.length` for "none". */
  readonly answer: number;
  readonly weight: number;
  /** Too few types to learn from how they differ. */
  readonly onlyNone?: boolean;
};

/** Learns the weights from whole sets. Reproducible: no clock, no unseeded chance. */
export function trainMatcher(
  sets: readonly ExampleSet[],
  options: TrainOptions = trainDefaults,
): Omit<Weights, 'figures'> {
  const wordShares = countWordShares(sets.map((set) => set.examples.map((example) => example.stems)));
  const empty = { pair: {}, none: {}, temperature: 1, wordShares, learning: { pair: {}, none: {} } };
  const knowledge = buildKnowledge(empty, options.entries ?? library);
  const cases = sets.flatMap((set) => casesOfSet(set, knowledge, options));
  const pair = fitChoices(
    cases.filter(({ rows, answer, onlyNone }) => answer < rows.length && !onlyNone),
    { steps, rate, ridge: options.ridge, isPositive: (feature) => isPositive(pairFeatureNames[feature]!) },
  );
  const none = fitChoices(
    cases.map((each) => noneChoice(each, pair)),
    { steps, rate, ridge: noneRidge, isPositive: () => false },
  );
  const named = (names: readonly string[], values: Float64Array): Record<string, number> =>
    Object.fromEntries(names.map((name, index) => [name, Number(values[index]!.toPrecision(4))]));
  const weights = { ...empty, pair: named(pairFeatureNames, pair), none: named(noneFeatureNames, none) };
  return weights;
}

/** Signals that may speak against a type; all others only for it. */
function isPositive(name: string): boolean {
  return name !== 'loan';
}

/** "None" against "one of them", as a choice between a row and nothing. */
function noneChoice({ rows, outlook, answer, weight }: Case, pair: Float64Array): Choice {
  const row = noneRow(
    rows.map((each) => dot(pair, each)),
    rows.map((each) => wordsWorth(pair, each)),
    outlook,
  );
  return { rows: [row, new Float64Array(row.length)], answer: answer === rows.length ? 0 : 1, weight };
}

type Seen = { readonly documentType: string; readonly view: DocumentView };

export function viewExample(example: Example, knowledge: Knowledge): DocumentView {
  const { tokens, shape } = example;
  return {
    tokens,
    shape,
    library: scoreLibrary(knowledge.library, tokens, libraryEvidence(example, knowledge)),
  };
}

/** Finding the library's words is dear and does not depend on what was learned: done once a document. */
const evidenceByExample = new WeakMap<
  Example,
  { index: TermIndex; evidence: ReadonlyMap<number, TermEvidence> }
>();

function libraryEvidence(
  example: Example,
  { library: { index } }: Knowledge,
): ReadonlyMap<number, TermEvidence> {
  const known = evidenceByExample.get(example);
  if (known?.index === index) return known.evidence;
  const evidence = gatherEvidence(index, example.tokens);
  evidenceByExample.set(example, { index, evidence });
  return evidence;
}

function casesOfSet(set: ExampleSet, knowledge: Knowledge, options: TrainOptions): readonly Case[] {
  const seen = set.examples.map(
    (example): Seen => ({ documentType: example.documentType, view: viewExample(example, knowledge) }),
  );
  // A set of many files counts more than a small one, but not in proportion.
  const weight = 1 / Math.sqrt(Math.max(1, seen.length));
  const cases = casesWith(set.types, seen, knowledge, weight, weight);
  const random = createRandom(set.types.length * 7919 + seen.length);
  for (let draw = 0; draw < options.partialSets; draw += 1) {
    const share = 0.35 + 0.4 * random();
    const types = set.types.filter(() => random() < share);
    if (types.length < 2) continue;
    const part = (weight * partialWeight) / options.partialSets;
    cases.push(...casesWith(types, seen, knowledge, part, part * options.orphanWeight));
  }
  const texts = seenTexts(knowledge);
  cases.push(...casesWith(set.types, texts, knowledge, 0, weight * plainWeight));
  const part = (weight * options.smallWeight) / options.smallSets;
  for (let draw = 0; draw < options.smallSets; draw += 1) {
    const types = shuffle(set.types, random).slice(0, 1 + (draw % 4));
    const few = [
      ...casesWith(types, seen, knowledge, part, part * smallOrphanWeight),
      ...casesWith(types, texts, knowledge, 0, part),
    ];
    cases.push(...few.map((each) => ({ ...each, onlyNone: true })));
  }
  return cases;
}

function seenTexts(knowledge: Knowledge): readonly Seen[] {
  return plainTexts.map((text): Seen => {
    const view = viewDocument(plainDocument(text), knowledge);
    return { documentType: other, view };
  });
}

function shuffle<T>(list: readonly T[], random: () => number): readonly T[] {
  return list
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

function casesWith(
  types: readonly DocumentType[],
  seen: readonly Seen[],
  knowledge: Knowledge,
  weight: number,
  noneWeight: number,
): Case[] {
  const prepared = prepareTypes(types, knowledge.library, knowledge.rarity);
  return seen.map(({ documentType, view }): Case => {
    const { rows, outlook } = compareView(view, prepared);
    const index = types.findIndex((type) => type.name === documentType);
    const answer = index < 0 ? types.length : index;
    return { rows, outlook, answer, weight: index < 0 ? noneWeight : weight };
  });
}
