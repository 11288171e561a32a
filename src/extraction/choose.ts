import { acceptedKinds } from './accepts.ts';
import type { Ask } from './ask.ts';
import type { Candidate } from './candidate.ts';
import { wordsOf } from './candidate.ts';
import { findLabelled } from './candidates/labelled.ts';
import { findOptions } from './candidates/options.ts';
import { describeCandidate, type Features, featureOf } from './features.ts';
import { isDefinition } from './features-naming.ts';
import { squashText } from './fold-text.ts';
import type { Prepared } from './gather.ts';
import { findLabels, type LabelIndex, type LabelSpot } from './labels.ts';
import { type AbsentFeatures, type ScorerWeights, scoreAbsent, scoreFeatures, softChoice } from './scorer.ts';

/** What could answer one field, with what the scorer sees of each. */
export type Slate = {
  readonly ask: Ask;
  readonly candidates: readonly Candidate[];
  readonly features: readonly Features[];
  readonly absent: AbsentFeatures;
};

/** `chance` is that of the value, wherever in the document it stands; `own` that of these very words. */
export type Ranked = {
  readonly candidate: Candidate;
  readonly chance: number;
  readonly own: number;
  /** Candidates of one key say the same. */
  readonly key: string;
  readonly features: Features;
};

/** Candidates weighed for a field; the least promising of a long document are not. */
const candidatesMax = 400;

export function gatherSlate(prepared: Prepared, index: LabelIndex, ask: Ask): Slate {
  const spots = findLabels(ask, index);
  const accepted = new Set<string>(acceptedKinds[ask.kind]);
  if (ask.concept === 'first_name') accepted.add('givenName');
  if (ask.concept === 'last_name') accepted.add('familyName');
  const isWhole = ask.kind === 'address' && !index.partsAddress;
  let pool = prepared.candidates.filter(
    (candidate) => accepted.has(candidate.kind) && (isWhole || candidate.stacked !== true),
  );
  if (accepted.has('labelled')) pool.push(...findLabelled(spots, index));
  if (accepted.has('option')) pool.push(...findOptions(ask, prepared.layout));
  if (accepted.has('word')) pool.push(...findWords(spots, prepared));
  const parts = pool.filter((candidate) => candidate.kind === 'givenName' || candidate.kind === 'familyName');
  const isPart = ask.concept === 'first_name' || ask.concept === 'last_name';
  if (isPart && parts.length > 0) pool = pool.filter((candidate) => !wholeNames.has(candidate.kind));
  const candidates = dedupe(isNumeric(ask) ? pool.filter(hasDigits) : pool);
  const near = candidates.length > candidatesMax ? keepPromising(candidates, spots, prepared) : candidates;
  const definitions = spots.filter((spot) => isDefinition(spot, prepared.layout));
  const labels = spots.filter((spot) => !definitions.includes(spot));
  const scene = { prepared, index, ask, spots, labels, definitions };
  const features = near.map((candidate) => describeCandidate(scene, candidate));
  const bestLabel = Math.max(0, ...spots.map((spot) => spot.likeness));
  const bestRelation = Math.max(0, ...features.map((each) => featureOf(each, 'best')));
  return {
    ask,
    candidates: near,
    features,
    absent: {
      bias: 1,
      bestLabel,
      noLabel: spots.length === 0 ? 1 : 0,
      bestRelation,
      many: Math.log2(1 + near.length) / 8,
      hasConcept: ask.concept === undefined ? 0 : 1,
    },
  };
}

/** Where given and family name were told apart, the whole name is not the answer for one of them. */
const wholeNames: ReadonlySet<string> = new Set(['text', 'person', 'run', 'lines']);

/** Single words right after or under a label: payment methods, codes without digits. */
function findWords(spots: readonly LabelSpot[], prepared: Prepared): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const spot of spots) {
    const segment = prepared.layout.segments[spot.segment]!;
    for (let position = spot.end + 1; position <= spot.end + 2; position += 1) {
      const word = wordsOf(segment, position, position, 'word');
      if (word !== undefined) found.push(word);
    }
  }
  return found;
}

/** The same words found in two ways count once, as the more telling find. */
function dedupe(pool: readonly Candidate[]): readonly Candidate[] {
  const seen = new Map<string, Candidate>();
  for (const candidate of pool) {
    const key = `${candidate.tokens[0]!.index}:${candidate.tokens.at(-1)!.index}:${candidate.text}`;
    const before = seen.get(key);
    if (before === undefined || before.kind === 'text' || before.kind === 'code') seen.set(key, candidate);
  }
  return [...seen.values()];
}

/** On long documents: those near a label, and those on the first and last page's ends. */
function keepPromising(
  candidates: readonly Candidate[],
  spots: readonly LabelSpot[],
  prepared: Prepared,
): readonly Candidate[] {
  const { segments } = prepared.layout;
  const rows = new Map<number, number>();
  for (const spot of spots) {
    const row = segments[spot.segment]!.row;
    rows.set(row, Math.max(rows.get(row) ?? 0, spot.likeness));
  }
  const promise = candidates.map((candidate) => {
    const { row } = segments[candidate.segment]!;
    let near = 0;
    for (let up = -2; up <= 6; up += 1)
      near = Math.max(near, (rows.get(row - up) ?? 0) / (1 + 0.2 * Math.abs(up)));
    return { candidate, near: near + 0.6 / (1 + row / 12) + (candidate.valid === true ? 0.3 : 0) };
  });
  promise.sort((a, b) => b.near - a.near);
  return promise.slice(0, candidatesMax).map((entry) => entry.candidate);
}

/** A slate ranked, best first, and the chance that the document does not hold the value. */
export type RankedSlate = {
  readonly ask: Ask;
  readonly ranked: readonly Ranked[];
  readonly absent: number;
};

export function rankSlate(slate: Slate, weights: ScorerWeights): RankedSlate {
  const scores = slate.features.map((features) => scoreFeatures(weights, slate.ask, features));
  const chances = softChoice(scores, scoreAbsent(weights, slate.ask, slate.absent));
  const byValue = new Map<string, number>();
  const keys = slate.candidates.map(valueKey);
  for (const [position, key] of keys.entries())
    byValue.set(key, (byValue.get(key) ?? 0) + chances[position]!);
  const ranked = slate.candidates.map((candidate, position) => ({
    candidate,
    chance: byValue.get(keys[position]!)!,
    own: chances[position]!,
    key: keys[position]!,
    features: slate.features[position]!,
  }));
  ranked.sort((a, b) => b.chance - a.chance || b.own - a.own);
  return { ask: slate.ask, ranked, absent: chances.at(-1)! };
}

/** Candidates of one key say the same. */
function valueKey(candidate: Candidate): string {
  if (candidate.number !== undefined) return `n${Math.abs(candidate.number.value)}`;
  if (candidate.date !== undefined) return `d${candidate.date.iso ?? candidate.date.either!.join('/')}`;
  if (candidate.kind === 'mark') return `m${candidate.tokens[0]!.index}`;
  return candidate.derived ?? squashText(candidate.text);
}

function isNumeric(ask: Ask): boolean {
  return ask.kind === 'number' || ask.kind === 'amount' || ask.kind === 'percent';
}

function hasDigits(candidate: Candidate): boolean {
  const digits = candidate.text.match(/\d/g)?.length ?? 0;
  const letters = candidate.text.match(/\p{L}/gu)?.length ?? 0;
  return digits > letters;
}
