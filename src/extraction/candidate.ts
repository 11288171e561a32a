import type { Box } from '../reading/document.ts';
import { unionBox } from '../reading/union-box.ts';
import type { Segment, Token } from './layout.ts';
import type { PrintedNumber } from './parse-amount.ts';
import { isoDate, type PrintedDate } from './parse-date.ts';

/** How a candidate was found; decides with the field's kind whether it can be an answer. */
export type CandidateKind =
  | 'date'
  | 'time'
  | 'number'
  | 'currency'
  | 'duration'
  | 'iban'
  | 'bic'
  | 'isin'
  | 'wkn'
  | 'taxId'
  | 'code'
  | 'phone'
  | 'email'
  | 'url'
  | 'text'
  | 'run'
  | 'lines'
  | 'labelled'
  | 'filled'
  | 'person'
  | 'givenName'
  | 'familyName'
  | 'option'
  | 'word'
  | 'address'
  | 'street'
  | 'houseNumber'
  | 'postalCode'
  | 'city'
  | 'place'
  | 'mark';

/** Words that could answer a field. Never anything but words of the document. */
export type Candidate = {
  readonly kind: CandidateKind;
  /** The words it rests on, in order. */
  readonly tokens: readonly Token[];
  /** Verbatim: a stretch of those words joined by spaces. */
  readonly text: string;
  /** The segment it starts in, and its first and last word there. */
  readonly segment: number;
  readonly start: number;
  readonly end: number;
  /** Lines it spans. */
  readonly lines: number;
  readonly date?: PrintedDate;
  readonly number?: PrintedNumber;
  /** Check digit or known form: true or false where it can be told. */
  readonly valid?: boolean;
  /** Currency code that a sign stands for, state of a check box. */
  readonly derived?: string;
  /** Of a check box, where it can be told: whether its label stands right of it (else left). */
  readonly labelAfter?: boolean;
  /** Fields of a form under one another: the whole address, for those who do not ask for its parts. */
  readonly stacked?: true;
};

/** The candidate for a stretch of a segment's text, from character `from` to `to`. */
export function spanOf(
  segment: Segment,
  from: number,
  to: number,
  kind: CandidateKind,
  more: Partial<Candidate> = {},
): Candidate | undefined {
  let start = 0;
  while (start + 1 < segment.offsets.length && segment.offsets[start + 1]! <= from) start += 1;
  let end = start;
  while (end + 1 < segment.offsets.length && segment.offsets[end + 1]! < to) end += 1;
  const text = segment.text.slice(from, to).trim();
  if (text === '') return undefined;
  return {
    kind,
    tokens: segment.tokens.slice(start, end + 1),
    text,
    segment: segment.index,
    start,
    end,
    lines: 1,
    ...more,
  };
}

/** The candidate for whole words of a segment; outer punctuation is left off. */
export function wordsOf(
  segment: Segment,
  start: number,
  end: number,
  kind: CandidateKind,
  more: Partial<Candidate> = {},
): Candidate | undefined {
  const from = segment.offsets[start];
  const last = segment.tokens[end];
  if (from === undefined || last === undefined) return undefined;
  const raw = segment.text.slice(from, segment.offsets[end]! + last.text.length);
  const [lead, tail] = outerPunctuation(raw);
  if (lead + tail >= raw.length) return undefined;
  return spanOf(segment, from + lead, from + raw.length - tail, kind, more);
}

/** Lengths of the punctuation before and after what a text says. */
function outerPunctuation(raw: string): readonly [number, number] {
  const lead = /^[\s:;,.*=>|_–—~'"`“”-]*/u.exec(raw)![0].length;
  return [lead, /[\s:;,=|_*~<–—-]*$/u.exec(raw.slice(lead))![0].length];
}

/** Joins lines (whole words of segments) into one candidate; punctuation between them stays. */
export function joinLines(parts: readonly Candidate[], kind: CandidateKind): Candidate {
  const first = parts[0]!;
  const tokens = parts.flatMap((part) => part.tokens);
  const raw = tokens.map((token) => token.text).join(' ');
  const [lead, tail] = outerPunctuation(raw);
  return {
    kind,
    tokens,
    text: raw.slice(lead, raw.length - tail),
    segment: first.segment,
    start: first.start,
    end: first.end,
    lines: parts.length,
  };
}

/** The box around the words, in fractions of their page. */
export function boxOf(tokens: readonly Token[]): Box {
  return unionBox(tokens.map((token) => token.word.box));
}

export function isoOf(candidate: Candidate, monthFirst: boolean): string | undefined {
  return candidate.date === undefined ? undefined : isoDate(candidate.date, monthFirst);
}
