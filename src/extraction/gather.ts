import type { Document } from '../reading/document.ts';
import type { Candidate } from './candidate.ts';
import { addressLikeness, findAddressParts, findOneLineAddress } from './candidates/addresses.ts';
import { findBroken } from './candidates/broken.ts';
import { type Combs, findCombs, findFilled } from './candidates/filled.ts';
import { findMarks } from './candidates/marks.ts';
import { findRuns } from './candidates/names.ts';
import { findPersons } from './candidates/persons.ts';
import { findPlaces } from './candidates/places.ts';
import { findLines, findTexts, findWideText } from './candidates/texts.ts';
import { findTyped } from './candidates/typed.ts';
import { type Layout, layOut } from './layout.ts';
import { usesDecimalComma } from './parse-amount.ts';
import { isMonthFirst } from './parse-date.ts';
import { findSums, type Sums } from './sums.ts';

/** A document made ready: its layout and every candidate that does not depend on a field. */
export type Prepared = {
  readonly layout: Layout;
  readonly candidates: readonly Candidate[];
  readonly decimalComma: boolean | undefined;
  readonly monthFirst: boolean;
  /** Address likeness by segment. */
  readonly addressLikeness: readonly number[];
  /** A form whose fields were filled on a computer: values stand in the fields. */
  readonly isFilledForm: boolean;
  readonly combs: Combs;
  /** Where the first candidate of each kind starts. */
  readonly firstByKind: ReadonlyMap<string, number>;
  readonly numbersBySegment: ReadonlyMap<number, readonly Candidate[]>;
  /** Largest and smallest number, counts of numbers by value. */
  readonly numbers: NumberFacts;
};

export type NumberFacts = {
  /** Values with decimals, largest first, without repeats. */
  readonly ranked: readonly number[];
  readonly counts: ReadonlyMap<number, number>;
  readonly sums: Sums;
};

/** Segments past which names are looked for only in labelled places: a book is not read for names. */
const runSegmentsMax = 4000;

/** Filled words from which a document is a filled form. */
const filledFrom = 5;

export function prepare(document: Document): Prepared {
  const layout = layOut(document);
  const text = layout.segments.map((segment) => segment.text).join('\n');
  const decimalComma = usesDecimalComma(text);
  const candidates: Candidate[] = [];
  for (const segment of layout.segments) {
    candidates.push(
      ...findTyped(segment, decimalComma),
      ...findTexts(segment),
      ...findLines(layout, segment),
      ...findWideText(layout, segment),
      ...findBroken(layout, segment),
    );
    candidates.push(
      ...findAddressParts(layout, segment),
      ...findOneLineAddress(segment),
      ...findPlaces(segment),
    );
    candidates.push(...findPersons(layout, segment));
    if (segment.index < runSegmentsMax && segment.tokens.length > 4) {
      const below = segment.below === undefined ? undefined : layout.segments[segment.below];
      candidates.push(...findRuns(segment, below));
    }
  }
  const combs = findCombs(layout);
  candidates.push(...findMarks(layout), ...findFilled(layout, combs));
  const printed = candidates
    .filter((candidate) => candidate.kind === 'date')
    .map((candidate) => candidate.text);
  return {
    layout,
    candidates,
    decimalComma,
    monthFirst: isMonthFirst(printed, /\$|\bUSD\b/.test(text) && !/[€£]/.test(text)),
    addressLikeness: layout.segments.map((segment) => addressLikeness(segment.text)),
    isFilledForm: layout.tokens.filter((token) => token.word.formField !== undefined).length >= filledFrom,
    combs,
    firstByKind: findFirst(candidates),
    numbersBySegment: groupNumbers(candidates),
    numbers: countNumbers(candidates),
  };
}

function findFirst(candidates: readonly Candidate[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { kind, tokens } of candidates) {
    first.set(kind, Math.min(first.get(kind) ?? Number.POSITIVE_INFINITY, tokens[0]!.index));
  }
  return first;
}

function groupNumbers(candidates: readonly Candidate[]): ReadonlyMap<number, readonly Candidate[]> {
  const numbers = candidates.filter((candidate) => candidate.kind === 'number');
  return Map.groupBy(numbers, (candidate) => candidate.segment);
}

function countNumbers(candidates: readonly Candidate[]): NumberFacts {
  const counts = new Map<number, number>();
  const formed = new Set<number>();
  for (const { number } of candidates) {
    if (number === undefined) continue;
    const value = Math.abs(number.value);
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (number.decimals === 2) formed.add(value);
  }
  const ranked = [...formed].sort((a, b) => b - a);
  return { ranked, counts, sums: findSums(ranked) };
}
