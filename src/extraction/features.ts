import { acceptedKinds } from './accepts.ts';
import { type Ask, conceptsByPhrase, shapeOf } from './ask.ts';
import type { Candidate } from './candidate.ts';
import { readsAsCity, readsAsStreet } from './candidates/addresses.ts';
import { hasLegalForm, isLegalFormOnly } from './candidates/names.ts';
import { nextLine } from './candidates/texts.ts';
import { cellsAround } from './cells-around.ts';
import { askedIds, fixedIds } from './feature-names.ts';
import { describeForm, isFilled } from './features-form.ts';
import { isDefined, saysKey } from './features-naming.ts';
import { describeNeighbours } from './features-neighbours.ts';
import { squashText } from './fold-text.ts';
import type { Prepared } from './gather.ts';
import type { LabelIndex, LabelSpot } from './labels.ts';
import type { Layout, Segment } from './layout.ts';
import { nearestLabel, relate } from './relations.ts';

/** What the scorer sees of a candidate for a field, each between about 0 and 1, in the order of the names. */
export type Features = {
  /** Told by the candidate and its document alone: described once, whoever asks. */
  readonly fixed: Float32Array;
  /** Told by the field that asks too. */
  readonly asked: Float32Array;
};

export type Scene = {
  readonly prepared: Prepared;
  readonly index: LabelIndex;
  readonly ask: Ask;
  readonly spots: readonly LabelSpot[];
  /** The spots without the definitions among them, and these. */
  readonly labels: readonly LabelSpot[];
  readonly definitions: readonly LabelSpot[];
};

type Described = {
  readonly fixed: Float32Array;
  readonly squashed: string;
  readonly nearest: ReturnType<typeof nearestLabel>;
  /** Cells left of it and above it that may hold its label. */
  readonly around: ReadonlySet<number>;
};

/** Candidates are weighed by field after field of one template; most of what is seen of them stays. */
const describedBy = new WeakMap<LabelIndex, Map<Candidate, Described>>();

export function describeCandidate(scene: Scene, candidate: Candidate): Features {
  const described = describedBy.get(scene.index) ?? new Map<Candidate, Described>();
  describedBy.set(scene.index, described);
  const known = described.get(candidate) ?? describeFixed(scene, candidate);
  described.set(candidate, known);
  return { fixed: known.fixed, asked: toVector([describeAsked(scene, candidate, known)], askedIds) };
}

export function featureOf(features: Features, name: string): number {
  const asked = askedIds.get(name);
  return asked === undefined ? features.fixed[fixedIds.get(name)!]! : features.asked[asked]!;
}

function describeFixed({ prepared, index }: Scene, candidate: Candidate): Described {
  const squashed = squashText(candidate.text);
  const records = [
    describeForm(prepared, candidate, index.payments),
    describePlace(prepared, candidate),
    describeWords(prepared, candidate, squashed),
    describeNeighbours(prepared, index, candidate),
  ];
  const nearest = nearestLabel(candidate, prepared.layout, index.knownBySegment);
  return {
    fixed: toVector(records, fixedIds),
    squashed,
    nearest,
    around: cellsAround(candidate, prepared.layout),
  };
}

function toVector(
  records: readonly Readonly<Record<string, number>>[],
  ids: ReadonlyMap<string, number>,
): Float32Array {
  const vector = new Float32Array(ids.size);
  for (const record of records) for (const name in record) vector[ids.get(name)!] = record[name]!;
  return vector;
}

const tenderConcepts = new Set(['cash', 'change', 'rounding', 'payment_method']);

function describeAsked(
  { ask, spots, labels, definitions, prepared }: Scene,
  candidate: Candidate,
  { fixed, squashed, nearest, around }: Described,
): Record<string, number> {
  const relations = relate(candidate, labels, prepared.layout);
  const besideName =
    nearest.left?.concepts.some((concept) => concept === 'person_name' || concept === 'store') === true
      ? 1
      : 0;
  const isOwn = (label: { squashed: string; concepts: readonly string[] } | undefined) =>
    label !== undefined &&
    ((ask.concept !== undefined && label.concepts.includes(ask.concept)) ||
      ask.phrases.some((phrase) => phrase.squashed === label.squashed));
  const defined = isDefined(candidate, definitions, prepared.layout) ? 1 : 0;
  const { best: bestOther, ...others } = relations;
  const said = saysKey(ask, candidate) ? 1 : 0;
  // What is named by the sentence around it or by itself needs no label.
  const best = Math.max(bestOther, defined, 0.8 * said);
  return {
    ...others,
    best,
    sectionName: relations.section * besideName,
    // What was handed over and given back is printed like a total, often larger.
    tender:
      nearest.left?.concepts.some((concept) => tenderConcepts.has(concept)) === true && !isOwn(nearest.left)
        ? 1
        : 0,
    bestSquared: best * best,
    unlabelled: best < 0.3 ? 1 : 0,
    ownLeft: isOwn(nearest.left) ? 1 : 0,
    rivalLeft: nearest.left !== undefined && !isOwn(nearest.left) ? 1 : 0,
    ownAbove: isOwn(nearest.above) ? 1 : 0,
    rivalAbove: nearest.above !== undefined && !isOwn(nearest.above) ? 1 : 0,
    rivalBoth:
      nearest.left !== undefined &&
      !isOwn(nearest.left) &&
      nearest.above !== undefined &&
      !isOwn(nearest.above)
        ? 1
        : 0,
    // All that stands by its label, to where a value ends: nothing of it is left out.
    wholeValue: relations.adjacent * wholeness(fixed),
    // Its label stands somewhere, but not beside it.
    foreign: labels.length > 0 && !labels.some((spot) => around.has(spot.segment)) ? 1 : 0,
    noLabelInDocument: spots.length === 0 ? 1 : 0,
    saysKey: said,
    defined,
    firstKind: acceptedKinds[ask.kind][0] === candidate.kind ? 1 : 0,
    shape: ask.shape === undefined ? 0 : likeShape(ask.shape, shapeOf(candidate.text)),
    isLabel:
      !isFilled(candidate) &&
      (conceptsByPhrase.has(squashed) || ask.phrases.some((phrase) => phrase.squashed === squashed))
        ? 1
        : 0,
  };
}

/** Share of runs that agree: `AAA-999` and `AA-9999` are alike, `99.99` and `AAA` are not. */
function likeShape(a: string, b: string): number {
  if (a === b) return 1;
  const compact = (shape: string) => shape.replace(/(.)\1+/g, '$1');
  if (compact(a) === compact(b)) return a.length === b.length ? 0.9 : 0.7;
  return 0;
}

function describePlace(prepared: Prepared, candidate: Candidate): Record<string, number> {
  const { layout } = prepared;
  const segment = layout.segments[candidate.segment]!;
  const page = layout.pages.find((frame) => frame.number === segment.page)!;
  const y = segment.top / page.heightEm;
  const fromTop = segment.row - page.firstRow;
  const lastPage = layout.pages.at(-1)!.number === segment.page;
  return {
    y,
    firstPage: segment.page === layout.pages[0]!.number ? 1 : 0,
    lastPage: lastPage ? 1 : 0,
    topRows: 1 / (1 + fromTop),
    topTen: fromTop < 10 ? 1 - fromTop / 10 : 0,
    bottomRow: lastPage ? 1 / (1 + layout.rows.length - 1 - segment.row) : 0,
    leftHalf: segment.left < page.widthEm / 2 ? 1 : 0,
    rightEnd: segment.tokens[candidate.end]!.right > 0.75 * page.widthEm ? 1 : 0,
    alone: layout.rows[segment.row]!.segments.length === 1 ? 1 : 0,
    wholeCell: candidate.start === 0 && candidate.end === segment.tokens.length - 1 ? 1 : 0,
    startsCell: candidate.start === 0 ? 1 : 0,
    endsCell: candidate.end === segment.tokens.length - 1 ? 1 : 0,
    prosy: segment.tokens.length > 9 ? 1 : 0,
    order: 1 / (1 + Math.log2(1 + candidate.tokens[0]!.index)),
    firstOfKind: prepared.firstByKind.get(candidate.kind) === candidate.tokens[0]!.index ? 1 : 0,
  };
}

function describeWords(prepared: Prepared, candidate: Candidate, squashed: string): Record<string, number> {
  const { text, tokens, lines } = candidate;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const digits = text.match(/\d/g)?.length ?? 0;
  const height = tokens[0]!.bottom - tokens[0]!.top;
  const likeness = prepared.addressLikeness;
  const inLines = [...new Set(tokens.map((token) => token.segment))];
  const first = prepared.layout.segments[inLines[0]!]!;
  const last = prepared.layout.segments[inLines.at(-1)!]!;
  const following = nextLine(prepared.layout, last);
  const own = inLines.map((segment) => likeness[segment]!);
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  return {
    digitShare: digits / Math.max(1, letters + digits),
    length: Math.min(1, text.length / 60),
    words: Math.min(1, tokens.length / 12),
    oneWord: tokens.length === 1 ? 1 : 0,
    lines: Math.min(1, (lines - 1) / 4),
    oneLine: lines === 1 ? 1 : 0,
    capital: /^\p{Lu}/u.test(text) ? 1 : 0,
    capitals: letters > 3 && text.toUpperCase() === text ? 1 : 0,
    everyCapital: tokens.every((token) => !/^\p{Ll}/u.test(token.text)) ? 1 : 0,
    legalForm: hasLegalForm(text) ? 1 : 0,
    legalOnly: isLegalFormOnly(text) ? 1 : 0,
    large: Math.max(-1, Math.min(1, height - 1)),
    bold: tokens[0]!.word.bold === true ? 1 : 0,
    unsure: 1 - Math.min(...tokens.map((token) => token.word.confidence ?? 1)),
    hasColon: /\p{L}:/u.test(text) || /:$/.test(tokens.at(-1)!.text) ? 1 : 0,
    address: mean,
    cityLine: lines === 1 && readsAsCity(text) ? 1 : 0,
    streetLine: lines === 1 && readsAsStreet(text) ? 1 : 0,
    addressFirst: own[0]!,
    addressLast: own.at(-1)!,
    addressBefore: isUnderLine(prepared.layout, first) ? likeness[first.above!]! : 0,
    addressAfter: following === undefined ? 0 : likeness[following.index]!,
    postal: /(?<!\d)\d{5}(?!\d)/.test(text) ? 1 : 0,
    email: /@|www|http/.test(text) ? 1 : 0,
    tooShort: squashed.length < 3 ? 1 : 0,
    countryPrefix: countryPrefix.test(text) ? 1 : 0,
    nameShape: nameShape.test(text) ? 1 : 0,
    // `4417` of "9300 4417 02".
    cutsCode: cutsCode(prepared.layout.segments[candidate.segment]!, candidate) ? 1 : 0,
    endsOpen: endsOpen.test(text) ? 1 : 0,
    numberInBrackets: /[([{][^()]*\d[^()]*[)\]}]?$/.test(text) ? 1 : 0,
  };
}

function isUnderLine(layout: Layout, segment: Segment): boolean {
  return segment.above !== undefined && nextLine(layout, layout.segments[segment.above]!) === segment;
}

/** A sign or a small word that something must follow. */
const endsOpen =
  /[&,/+-]$|(?:^|\s)(?:and|und|et|y|of|de|der|die|das|du|en|in|im|an|am|auf|mit|with|to|for|the|a|pour|avec|à|la|le|les|por|para|con|el|los|las|bei|zu|zum|zur|vom|von)$/iu;

/** Whether a value ends where the candidate does, and goes on neither beside nor below it. */
function wholeness(fixed: Float32Array): number {
  const [end, right, below] = wholenessIds.map((id) => fixed[id]!) as [number, number, number];
  return end * (1 - right) * (1 - 0.5 * below);
}

const wholenessIds = ['naturalEnd', 'goesRight', 'goesOn'].map((name) => fixedIds.get(name)!);

/** `DE136695976`, `CHE-123.456.789`: VAT ids name their country, tax numbers of an office do not. */
const countryPrefix = /^[A-Z]{2,3}[ -]?[A-Z]?\d/;

/** `Marta Kowalska`, `Jean-Paul Moreau`: two to four words with capitals and nothing else. */
const nameShape = /^(?:\p{Lu}[\p{L}'’-]*\.?\s){1,3}\p{Lu}[\p{L}'’-]+$/u;

function cutsCode({ tokens }: Segment, { start, end }: Candidate): boolean {
  const isPart = (at: number) => /^\d[\d./-]*$/.test(tokens[at]?.text ?? '');
  return isPart(start) && isPart(end) && (isPart(start - 1) || isPart(end + 1));
}
