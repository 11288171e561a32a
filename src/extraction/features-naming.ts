/** Ways in which a candidate is named by itself or by the sentence around it. */
import type { Ask } from './ask.ts';
import type { Candidate } from './candidate.ts';
import type { LabelSpot } from './labels.ts';
import type { Layout } from './layout.ts';

/** Words of a key too common to tell a value by. */
const commonWords = new Set(['name', 'number', 'company', 'date', 'text', 'value', 'total']);

/** `Meridian Savings Bank` says itself that it is the bank. */
export function saysKey(ask: Ask, { tokens, text }: Candidate): boolean {
  if (tokens.length < 2 || tokens.length > nameWordsMax || /[.:]\s|:$/.test(text.replace(/\p{L}\. /u, '')))
    return false;
  const words = ask.phrases[0]?.origin === 'key' ? ask.phrases[0].words : [];
  const isName = tokens.every((token) => /^[\p{Lu}\d&(]/u.test(token.text) || token.text.length <= 3);
  return (
    isName &&
    words.some(
      (word) =>
        word.length > 3 &&
        !commonWords.has(word) &&
        tokens.some((token, at) => at > 0 && token.squashed === word),
    )
  );
}

const nameWordsMax = 7;

const articles = new Set(['a', 'an', 'ein', 'eine', 'un', 'une', 'una', 'uno', 'een']);

/** Words between a party and the name that a contract gives it: `Harbour Analytics Inc., a Delaware corporation ("Client")`. */
const definitionWordsMax = 14;

export function isDefined(candidate: Candidate, definitions: readonly LabelSpot[], layout: Layout): boolean {
  // `a Delaware corporation`: what it is, not who.
  if (articles.has(layout.tokens[candidate.tokens[0]!.index - 1]?.folded ?? '')) return false;
  return definitions.some((spot) => {
    const first = layout.segments[spot.segment]!.tokens[spot.start]!;
    const distance = first.index - candidate.tokens.at(-1)!.index - 1;
    if (distance < 0 || distance > definitionWordsMax) return false;
    // Not over the definition of another.
    return !layout.tokens
      .slice(candidate.tokens.at(-1)!.index + 1, first.index)
      .some((token) => /^\([“"„«]/.test(token.text));
  });
}

/** `("Client")` names what stands before it, and labels nothing after it. */
export function isDefinition({ segment, start, end }: LabelSpot, layout: Layout): boolean {
  const { tokens } = layout.segments[segment]!;
  return /^\(?[“"„«]/.test(tokens[start]!.text) && /[”"“»]\)?[.,;]?$/.test(tokens[end]!.text);
}
