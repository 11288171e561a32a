import type { Candidate } from './candidate.ts';
import type { KnownLabel, LabelSpot } from './labels.ts';
import type { Layout, Segment } from './layout.ts';

/** How strongly each way of standing by a label speaks for a candidate: likeness of the label, less with distance. */
export type Relations = {
  inline: number;
  inlineCoverage: number;
  colon: number;
  left: number;
  leftCoverage: number;
  above: number;
  /** As `above`, where nothing stands right of the label. */
  aboveFree: number;
  aboveCoverage: number;
  aboveFar: number;
  after: number;
  /** The label starts right after it, as beside a check box. */
  afterNext: number;
  underlined: number;
  prose: number;
  ordinal: number;
  section: number;
  /** One or two lines under the label, a little beside it. */
  besideBelow: number;
  /** It starts right where the value of its label would. */
  adjacent: number;
  best: number;
};

type Place = {
  readonly segment: Segment;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

/** Rows that a column head may stand above its values. */
const columnRowsMax = 14;
/** Words between a phrase and what it introduces in running text. */
const proseWordsMax = 14;

export function relate(candidate: Candidate, spots: readonly LabelSpot[], layout: Layout): Relations {
  const relations: Relations = {
    inline: 0,
    inlineCoverage: 0,
    colon: 0,
    left: 0,
    leftCoverage: 0,
    above: 0,
    aboveFree: 0,
    aboveCoverage: 0,
    aboveFar: 0,
    after: 0,
    afterNext: 0,
    underlined: 0,
    prose: 0,
    ordinal: 0,
    section: 0,
    besideBelow: 0,
    adjacent: 0,
    best: 0,
  };
  const segment = layout.segments[candidate.segment]!;
  const place = placeOf(candidate, segment);
  for (const spot of spots) {
    const labelSegment = layout.segments[spot.segment]!;
    if (labelSegment.page !== segment.page && labelSegment.index !== segment.index) {
      continue;
    }
    if (labelSegment.row === segment.row && isOnOtherSide(candidate, spot, layout)) continue;
    if (spot.segment === candidate.segment) relateInline(relations, candidate, spot, segment);
    else if (labelSegment.row === segment.row) relateInRow(relations, place, spot, labelSegment);
    else relateRows(relations, place, spot, labelSegment, layout, candidate);
    relateProse(relations, candidate, spot, layout);
  }
  relations.best = Math.max(
    relations.inline,
    relations.left,
    relations.above,
    0.8 * relations.aboveFar,
    relations.prose,
    0.8 * relations.ordinal,
    0.7 * relations.underlined,
    0.6 * relations.section,
    0.6 * relations.besideBelow,
    candidate.labelAfter === true ? relations.afterNext : 0,
  );
  return relations;
}

/** A label of the box before or after this one. */
function isOnOtherSide({ labelAfter, tokens }: Candidate, spot: LabelSpot, layout: Layout): boolean {
  if (labelAfter === undefined) return false;
  const isAfter = layout.segments[spot.segment]!.tokens[spot.start]!.index > tokens[0]!.index;
  return isAfter !== labelAfter;
}

function placeOf(candidate: Candidate, segment: Segment): Place {
  const own = segment.tokens.slice(candidate.start, candidate.end + 1);
  return {
    segment,
    left: own[0]!.left,
    right: own.at(-1)!.right,
    top: segment.top,
    bottom: segment.bottom,
  };
}

function relateInline(
  relations: Relations,
  candidate: Candidate,
  spot: LabelSpot,
  { tokens }: Segment,
): void {
  if (spot.end < candidate.start) {
    // The colon of `Circonstances : …` is no word between.
    const gap = tokens.slice(spot.end + 1, candidate.start).filter((token) => token.squashed !== '').length;
    const strength = spot.likeness / (1 + 0.35 * gap);
    if (strength > relations.inline) {
      relations.inline = strength;
      relations.inlineCoverage = spot.coverage;
      if (gap === 0) relations.adjacent = Math.max(relations.adjacent, spot.likeness);
      relations.colon = Math.max(relations.colon, spot.hasColon ? 1 : 0);
    }
  } else if (spot.start > candidate.end) {
    const gap = spot.start - candidate.end - 1;
    relations.after = Math.max(relations.after, spot.likeness / (1 + gap));
    relations.afterNext = Math.max(relations.afterNext, spot.likeness / (1 + 0.3 * gap));
  }
}

function relateInRow(relations: Relations, place: Place, spot: LabelSpot, label: Segment): void {
  if (label.left > place.left) {
    relations.after = Math.max(relations.after, 0.6 * spot.likeness);
    if (label.before === place.segment.index) {
      relations.afterNext = Math.max(relations.afterNext, spot.likeness / (1 + 0.3 * spot.start));
    }
    return;
  }
  const between = place.segment.index - label.index - 1;
  const tail = label.tokens.length - 1 - spot.end;
  const strength = spot.likeness * 0.75 ** between * 0.9 ** tail;
  if (strength > relations.left) {
    relations.left = strength;
    relations.leftCoverage = spot.coverage;
    if (between === 0 && tail === 0) relations.adjacent = Math.max(relations.adjacent, spot.likeness);
    if (spot.hasColon) relations.colon = Math.max(relations.colon, 1);
  }
}

function relateRows(
  relations: Relations,
  place: Place,
  spot: LabelSpot,
  label: Segment,
  layout: Layout,
  candidate: Candidate,
): void {
  const rows = countRows(place.segment, label, layout);
  if (rows < -2 || rows > columnRowsMax) return;
  if (rows > 0 && isHeading(label, spot) && place.left > label.left - 1) {
    relations.section = Math.max(relations.section, spot.likeness / (1 + 0.12 * rows));
  }
  const first = label.tokens[spot.start]!;
  const last = label.tokens[spot.end]!;
  const shared = Math.min(place.right, last.right) - Math.max(place.left, first.left);
  const overlap = shared / Math.max(0.5, Math.min(place.right - place.left, last.right - first.left));
  const isUnderCell = label.tokens.length <= cellWordsMax && Math.abs(place.left - label.left) < 1.2;
  const aligned =
    isUnderCell || Math.abs(place.left - first.left) < 1.2 || Math.abs(place.right - last.right) < 1.2;
  const inColumn = overlap > 0.25 || (aligned && overlap > -0.5) || isUnderCell;
  if (rows < 0) {
    if (inColumn) relations.underlined = Math.max(relations.underlined, spot.likeness / -rows);
    return;
  }
  if (!inColumn && rows > 0 && rows <= 2) {
    const aside = Math.max(first.left - place.right, place.left - last.right, 0);
    relations.besideBelow = Math.max(relations.besideBelow, spot.likeness / (rows * (1 + 0.5 * aside)));
  }
  if (inColumn) {
    const gap = Math.max(0, place.top - label.bottom);
    const near = rows <= 2 && gap < 2.5;
    const strength = spot.likeness / (1 + 0.2 * gap + 0.15 * (rows - 1));
    if (near && strength > relations.above) {
      relations.above = strength;
      relations.aboveCoverage = spot.coverage;
      relations.aboveFree = spot.isOccupied ? 0 : strength;
      if (rows === 1 && !spot.isOccupied)
        relations.adjacent = Math.max(relations.adjacent, 0.8 * spot.likeness);
    } else if (!near) relations.aboveFar = Math.max(relations.aboveFar, spot.likeness / (1 + 0.1 * rows));
  }
  if (rows <= 2) relateOrdinal(relations, place.segment, candidate, spot, label, layout);
}

/** Words of a cell past which it reads as a sentence. */
const cellWordsMax = 8;

/** Rows from a label down to a cell: only those that stand between them in their column, where it leads to the label. */
function countRows(segment: Segment, label: Segment, layout: Layout): number {
  const rows = segment.row - label.row;
  if (rows < 2) return rows;
  let current = segment.above;
  for (let steps = 1; current !== undefined && steps < rows; steps += 1) {
    if (current === label.index) return steps;
    current = layout.segments[current]!.above;
  }
  return rows;
}

/** A label alone in its row with nothing after it heads what follows: "Buyer", then "Name: …". */
function isHeading(label: Segment, spot: LabelSpot): boolean {
  return spot.coverage > 0.6 && label.after === undefined && spot.end >= label.tokens.length - 1;
}

/** Columns lost in reading: heads on one line, values on the next, in the same order. */
function relateOrdinal(
  relations: Relations,
  segment: Segment,
  candidate: Candidate,
  spot: LabelSpot,
  label: Segment,
  layout: Layout,
): void {
  if (label.tokens.length < 3 || segment.tokens.length < 2) return;
  if (layout.rows[label.row]!.segments.length > 2 || layout.rows[segment.row]!.segments.length > 2) return;
  const head = (spot.start + spot.end) / 2 / (label.tokens.length - 1);
  const value = (candidate.start + candidate.end) / 2 / Math.max(1, segment.tokens.length - 1);
  const strength = spot.likeness * Math.max(0, 1 - 1.5 * Math.abs(head - value));
  relations.ordinal = Math.max(relations.ordinal, strength / (segment.row - label.row));
}

function relateProse(relations: Relations, candidate: Candidate, spot: LabelSpot, layout: Layout): void {
  const label = layout.segments[spot.segment]!;
  const segment = layout.segments[candidate.segment]!;
  if (label.tokens.length < 5 && segment.tokens.length < 5) return;
  const distance = segment.tokens[candidate.start]!.index - label.tokens[spot.end]!.index - 1;
  if (distance < 0 || distance > proseWordsMax) return;
  relations.prose = Math.max(relations.prose, spot.likeness / (1 + 0.08 * distance));
}

/** The known label that a candidate stands nearest to, in its row and above: whose value it seems to be. */
export function nearestLabel(
  candidate: Candidate,
  layout: Layout,
  knownBySegment: ReadonlyMap<number, readonly KnownLabel[]>,
): { readonly left?: KnownLabel; readonly above?: KnownLabel } {
  const segment = layout.segments[candidate.segment]!;
  const inline = (knownBySegment.get(segment.index) ?? []).findLast((label) => label.end < candidate.start);
  let left = inline;
  let before = segment.before;
  for (let steps = 0; left === undefined && before !== undefined && steps < 4; steps += 1) {
    left = knownBySegment.get(before)?.at(-1);
    before = layout.segments[before]!.before;
  }
  const place = placeOf(candidate, segment);
  let above: KnownLabel | undefined;
  let current = segment.above;
  for (let steps = 0; above === undefined && current !== undefined && steps < 8; steps += 1) {
    const upper: Segment = layout.segments[current]!;
    above = (knownBySegment.get(current) ?? []).find((label) => {
      const shared =
        Math.min(place.right, upper.tokens[label.end]!.right) -
        Math.max(place.left, upper.tokens[label.start]!.left);
      return shared > -0.5;
    });
    current = upper.above;
  }
  return { ...(left === undefined ? {} : { left }), ...(above === undefined ? {} : { above }) };
}
