import type { DocumentTokens, TokenLine } from './document-tokens.ts';
import { findTerms, type Hit, type TermIndex } from './term-index.ts';

/** What a document says about one term. */
export type TermEvidence = {
  readonly count: number;
  /** Best quality of a hit, 0 to 1. */
  readonly quality: number;
  /** Words before the first hit. */
  readonly firstAt: number;
  /** How much the term stands as a title: prominence of its line, times its share of the line. */
  readonly title: number;
  /** The most prominent hit. */
  readonly hit: Hit;
};

/** Evidence by term; terms that do not occur are absent. */
export function gatherEvidence(
  index: TermIndex,
  document: DocumentTokens,
): ReadonlyMap<number, TermEvidence> {
  const evidence = new Map<number, TermEvidence>();
  for (const hit of findTerms(index, document)) {
    const title = titleOf(hit, document);
    const known = evidence.get(hit.term);
    if (known === undefined) {
      evidence.set(hit.term, { count: 1, quality: hit.quality, firstAt: hit.at, title, hit });
      continue;
    }
    evidence.set(hit.term, {
      count: known.count + 1,
      quality: Math.max(known.quality, hit.quality),
      firstAt: Math.min(known.firstAt, hit.at),
      title: Math.max(known.title, title),
      hit: title > known.title ? hit : known.hit,
    });
  }
  return evidence;
}

function titleOf(hit: Hit, { tokens, lines }: DocumentTokens): number {
  const line = lines[tokens[hit.at]!.line];
  if (line === undefined) return 0;
  const coverage = Math.min(1, hit.count / line.count);
  const start = hit.at === line.first ? 1 : 0.85;
  const label = isLabel(hit, line, tokens) ? labelShare : 1;
  return hit.quality * line.prominence * (0.35 + 0.65 * coverage) * start * label;
}

/** What is left of a title that is the label of a value: "E-mail: …", "Portfolio: 4" name no document. */
const labelShare = 0.4;

function isLabel(hit: Hit, line: TokenLine, tokens: DocumentTokens['tokens']): boolean {
  const last = hit.at + hit.count - 1;
  return last < line.first + line.count - 1 && tokens[last]!.word.text.endsWith(':');
}

/** Position of a first hit, 1 at the very beginning, falling over some hundred words. */
export function earliness(firstAt: number): number {
  return 1 / (1 + firstAt / 60);
}
