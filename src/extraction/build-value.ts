import type { Ask } from './ask.ts';
import { boxOf, type Candidate, isoOf } from './candidate.ts';
import type { ExtractedValue, Normalised, ValueEvidence } from './extracted.ts';
import type { Prepared } from './gather.ts';
import type { Token } from './layout.ts';
import { currencyOf } from './parse-amount.ts';
import { readDuration } from './parse-duration.ts';

/** A chosen candidate as an answer. */
export function buildValue(
  candidate: Candidate,
  ask: Ask,
  confidence: number,
  prepared: Prepared,
): ExtractedValue {
  const isDerived =
    candidate.derived !== undefined &&
    (ask.kind === 'currency' || candidate.kind === 'mark' || ask.kind === 'choice');
  const normalised = normalise(candidate, ask, prepared);
  return {
    kind: isDerived ? 'derived' : 'text',
    text: isDerived ? candidate.derived! : candidate.text,
    confidence: Math.round(confidence * 1000) / 1000,
    evidence: evidenceOf(candidate.tokens),
    source: 'page',
    ...(normalised === undefined ? {} : { normalised }),
  };
}

/** One entry a page; the words joined by spaces. */
function evidenceOf(tokens: readonly Token[]): readonly ValueEvidence[] {
  const pages = [...new Set(tokens.map((token) => token.page))];
  return pages.map((page) => {
    const own = tokens.filter((token) => token.page === page);
    const words = own.filter((token, index) => token.word !== own[index - 1]?.word);
    return { page, box: boxOf(own), text: words.map((token) => token.word.text).join(' ') };
  });
}

function normalise(candidate: Candidate, ask: Ask, prepared: Prepared): Normalised | undefined {
  if (candidate.number !== undefined) {
    const { value } = candidate.number;
    const currency = candidate.number.currency ?? currencyBeside(candidate, prepared);
    return { type: 'number', number: value, ...(currency === undefined ? {} : { currency }) };
  }
  const iso = isoOf(candidate, prepared.monthFirst);
  if (iso !== undefined) return { type: 'date', iso };
  if (candidate.kind === 'mark') return { type: 'mark', selected: candidate.derived === 'selected' };
  if (ask.kind === 'currency') {
    const code = candidate.derived ?? currencyOf(candidate.text);
    return code === undefined ? undefined : { type: 'currency', code };
  }
  if (candidate.kind === 'duration') {
    const duration = readDuration(candidate.text);
    return duration === undefined ? undefined : { type: 'duration', ...duration };
  }
  return undefined;
}

/** The sign or code in the cell before or after: `Total EUR      42,00`. */
function currencyBeside(candidate: Candidate, prepared: Prepared): string | undefined {
  const { segments } = prepared.layout;
  const segment = segments[candidate.segment]!;
  const before = candidate.start > 0 ? segment : segments[segment.before ?? -1];
  const left = candidate.start > 0 ? segment.tokens[candidate.start - 1] : before?.tokens.at(-1);
  const right = segment.tokens[candidate.end + 1] ?? segments[segment.after ?? -1]?.tokens[0];
  return currencyOf(left?.text ?? '') ?? currencyOf(right?.text ?? '');
}
