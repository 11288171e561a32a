import { type Ask, asksForCity, conceptsByPhrase, type Phrase } from './ask.ts';
import { squashText } from './fold-text.ts';
import type { Prepared } from './gather.ts';
import { findItemRows } from './item-rows.ts';
import { findPartial, similarWords } from './label-likeness.ts';
import type { Layout, Segment } from './layout.ts';
import { findNear, groupRuns, type NearRuns } from './near-runs.ts';
import { findPayments, type Payments } from './payments.ts';

/** A place where words stand that may label the value of a field. */
export type LabelSpot = {
  readonly segment: number;
  /** First and last word in the segment. */
  readonly start: number;
  readonly end: number;
  /** How well they fit what the field is called, 0 to 1. */
  readonly likeness: number;
  /** Share of the label's own words (up to a colon or a figure) that they cover. */
  readonly coverage: number;
  readonly hasColon: boolean;
  /** Words that are no label follow it, in its cell or in the next one: its value seems to stand there. */
  readonly isOccupied: boolean;
};

/** Which words stand where: built once a document, asked once a field. */
export type LabelIndex = {
  readonly layout: Layout;
  /** Runs of up to five words, squashed, with where they stand. */
  readonly runs: ReadonlyMap<string, readonly Run[]>;
  readonly nearRuns: NearRuns;
  readonly words: ReadonlyMap<string, readonly Run[]>;
  /** The longest known label that ends at or covers a word: what a value stands beside, whoever asks. */
  readonly knownLabels: readonly KnownLabel[];
  readonly knownBySegment: ReadonlyMap<number, readonly KnownLabel[]>;
  /** Rows that hold line items: figures there are not totals. */
  readonly itemRows: ReadonlySet<number>;
  readonly payments: Payments;
  /** Street and city are asked for apart. */
  readonly partsAddress: boolean;
  /** Words of the document like a given word, found once. */
  readonly similar: Map<string, readonly (readonly [string, number])[]>;
};

export type Run = { readonly segment: number; readonly start: number; readonly end: number };
export type KnownLabel = Run & {
  readonly squashed: string;
  readonly concepts: readonly string[];
  /** It is what a field of this template is called. */
  readonly isAsked: boolean;
};

/** Words of the longest label looked up as one run. */
const runWordsMax = 5;

export function indexLabels(prepared: Prepared, asks: readonly Ask[]): LabelIndex {
  const { layout } = prepared;
  const runs = new Map<string, Run[]>();
  const words = new Map<string, Run[]>();
  const asked = new Set(asks.flatMap((ask) => ask.phrases.filter(isOwn).map((phrase) => phrase.squashed)));
  const known: KnownLabel[] = [];
  for (const segment of layout.segments) {
    // What was filled in is no label of anything.
    if (prepared.isFilledForm && segment.tokens[0]!.word.formField !== undefined) continue;
    for (let start = 0; start < segment.tokens.length; start += 1) {
      let squashed = '';
      let longest: KnownLabel | undefined;
      for (let end = start; end < segment.tokens.length && end < start + runWordsMax; end += 1) {
        const own = segment.tokens[end]!.squashed;
        squashed += own;
        if (squashed === '' || (own === '' && end > start)) continue;
        const run = { segment: segment.index, start, end };
        push(runs, squashed, run);
        if (end === start) {
          push(words, squashed, run);
          for (const part of partsOf(segment.tokens[start]!.text)) {
            push(runs, part, run);
            push(words, part, run);
            const meant = conceptsByPhrase.get(part);
            if (meant !== undefined)
              longest ??= { ...run, squashed: part, concepts: meant, isAsked: asked.has(part) };
          }
        }
        const concepts = conceptsByPhrase.get(squashed);
        if (concepts !== undefined || asked.has(squashed)) {
          longest = { ...run, squashed, concepts: concepts ?? [], isAsked: asked.has(squashed) };
        }
      }
      if (longest !== undefined) known.push(longest);
    }
  }
  const nearRuns = groupRuns(runs.keys());
  known.push(...findMisread(asks, runs, nearRuns, layout));
  known.sort((a, b) => a.segment - b.segment || a.start - b.start || b.end - a.end);
  const knownLabels = dropCovered(known);
  const knownBySegment = new Map<number, KnownLabel[]>();
  for (const label of knownLabels) {
    const list = knownBySegment.get(label.segment) ?? [];
    list.push(label);
    knownBySegment.set(label.segment, list);
  }
  const itemRows = findItemRows(layout, knownBySegment);
  return {
    layout,
    runs,
    nearRuns,
    words,
    knownLabels,
    knownBySegment,
    itemRows,
    payments: findPayments(prepared, knownBySegment),
    partsAddress: asks.some(asksForCity),
    similar: new Map(),
  };
}

/** `Käufer/Leistungsempfänger`, `Trust/estate` */
function partsOf(text: string): readonly string[] {
  if (!/\p{L}{3}\/\p{L}{3}/u.test(text)) return [];
  return text
    .split('/')
    .map(squashText)
    .filter((part) => part.length > 2);
}

/** Likeness from which words are a label of this template with a misread letter. */
const misreadFrom = 0.7;

/** Labels that the template asks for and the reader misread: they still end the value before them. */
function findMisread(
  asks: readonly Ask[],
  runs: ReadonlyMap<string, readonly Run[]>,
  nearRuns: NearRuns,
  layout: Layout,
): readonly KnownLabel[] {
  return asks.flatMap(({ phrases }) => {
    const own = phrases.find(isOwn);
    if (own === undefined || runs.has(own.squashed)) return [];
    return findNear(own.squashed, nearRuns)
      .filter(({ likeness }) => likeness >= misreadFrom)
      .flatMap(({ squashed }) => runs.get(squashed)!)
      .filter((run) => standsOut(layout.segments[run.segment]!, run))
      .map((run) => ({ ...run, squashed: own.squashed, concepts: [], isAsked: true }));
  });
}

function isOwn(phrase: Phrase): boolean {
  return phrase.origin === 'key' && phrase.squashed.length > 2;
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Of labels that overlap the longer stays: `Gross amount` is not `amount`. */
function dropCovered(labels: readonly KnownLabel[]): readonly KnownLabel[] {
  const kept: KnownLabel[] = [];
  for (const label of labels) {
    const last = kept.at(-1);
    if (last !== undefined && last.segment === label.segment && label.end <= last.end) continue;
    kept.push(label);
  }
  return kept;
}

/** Places of one field's label, the best at each. */
export function findLabels(ask: Ask, index: LabelIndex, withCompounds = false): readonly LabelSpot[] {
  const spots = new Map<string, LabelSpot>();
  const add = (found: Run, strength: number) => {
    const run = overSlashes(found, index.layout);
    const likeness = isInOther(run, ask, index) ? 0.4 * strength : strength;
    const key = `${run.segment}:${run.end}`;
    const before = spots.get(key);
    if (before !== undefined && before.likeness >= likeness) return;
    spots.set(key, {
      ...run,
      likeness,
      ...describe(index.layout.segments[run.segment]!, run),
      isOccupied: isOccupied(run, index),
    });
  };
  for (const phrase of ask.phrases) {
    for (const run of index.runs.get(phrase.squashed) ?? []) add(run, phrase.weight);
  }
  for (const phrase of ask.phrases.slice(0, 10)) {
    // A label that stands there as it is called needs no likeness, unless it is long: those may stand twice.
    if (index.runs.has(phrase.squashed) && phrase.squashed.length < 9) continue;
    for (const near of findNear(phrase.squashed, index.nearRuns)) {
      for (const run of index.runs.get(near.squashed)!) add(run, phrase.weight * near.likeness);
    }
  }
  for (const phrase of ask.phrases) {
    if (phrase.words.length < 2) {
      // `Trust` for "Trust/estate", `corp` for "Corporation".
      if (phrase.origin !== 'key' && !(withCompounds && phrase.squashed.length > 4)) continue;
      for (const [written, score] of similarWords(phrase.words[0]!, index)) {
        for (const run of index.words.get(written)!) add(run, phrase.weight * 0.8 * score);
      }
      continue;
    }
    for (const { run, likeness } of findPartial(phrase, index)) add(run, phrase.weight * likeness);
  }
  return [...spots.values()];
}

/** `Geburtsort / Place of birth / Lieu de naissance`: one label in several languages. */
function overSlashes(run: Run, layout: Layout): Run {
  const { tokens } = layout.segments[run.segment]!;
  if (tokens[run.end + 1]?.text !== '/' || tokens.slice(run.start).some((token) => /\d/.test(token.text)))
    return run;
  const colon = tokens.findIndex((token, at) => at > run.end && /:$/.test(token.text));
  return { ...run, end: colon === -1 ? tokens.length - 1 : colon };
}

/** `Date` within "Date of birth" labels no date as such. */
function isInOther(run: Run, ask: Ask, index: LabelIndex): boolean {
  return (index.knownBySegment.get(run.segment) ?? []).some((label) => {
    const covers =
      label.start <= run.start && label.end >= run.end && label.end - label.start > run.end - run.start;
    const isOwn =
      (ask.concept !== undefined && label.concepts.includes(ask.concept)) ||
      ask.phrases.some((phrase) => phrase.squashed === label.squashed);
    return covers && !isOwn;
  });
}

function describe(segment: Segment, run: Run): { coverage: number; hasColon: boolean } {
  let first = run.start;
  while (first > 0 && !/[:;]$|\d/.test(segment.tokens[first - 1]!.text)) first -= 1;
  let last = run.end;
  const ends = (position: number) => /[:=]$/.test(segment.tokens[position]!.text);
  while (last + 1 < segment.tokens.length && !ends(last) && !/\d/.test(segment.tokens[last + 1]!.text))
    last += 1;
  let covered = 0;
  let all = 0;
  for (let position = first; position <= last; position += 1) {
    const { length } = segment.tokens[position]!.squashed;
    all += length;
    if (position >= run.start && position <= run.end) covered += length;
  }
  const next = segment.tokens[run.end + 1];
  const hasColon = ends(run.end) || (next !== undefined && /^[:=]/.test(next.text));
  return { coverage: all === 0 ? 1 : covered / all, hasColon };
}

/** `véhicule` within a sentence is no label; `Datum` and `datum:` may be one. */
export function standsOut({ tokens }: Segment, { start, end }: Run): boolean {
  return (
    tokens.length <= cellWordsMax || /^\p{Lu}/u.test(tokens[start]!.text) || /[:=]$/.test(tokens[end]!.text)
  );
}

/** Words of a cell past which it reads as a sentence. */
const cellWordsMax = 6;

function isOccupied(run: Run, index: LabelIndex): boolean {
  const segment = index.layout.segments[run.segment]!;
  const rest = segment.tokens.slice(run.end + 1).filter((token) => token.squashed !== '');
  const labels = index.knownBySegment.get(run.segment) ?? [];
  // The article in `Circonstances : Un véhicule a reculé …` is no label, though `un` may be one.
  const isNext = (label: KnownLabel) => label.start === run.end + 1 && standsOut(segment, label);
  if (rest.length > 0) return !labels.some(isNext);
  if (segment.after === undefined) return false;
  const after = index.layout.segments[segment.after]!;
  if (after.left - segment.right > 15) return false;
  const next = index.knownBySegment.get(segment.after)?.[0];
  return next === undefined || next.start > 0;
}
