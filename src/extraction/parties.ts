/** The parties of a contract: who stands "between … and …" at its head, or whose company names open a letter. */
import { type Candidate, joinLines, wordsOf } from './candidate.ts';
import { hasLegalForm, isLegalFormOnly } from './candidates/names.ts';
import { foldText } from './fold-text.ts';
import type { Prepared } from './gather.ts';
import type { Layout, Token } from './layout.ts';

/** Words from the top within which a contract names its parties. */
const headWords = 600;
/** Words after "between" that the naming may take, addresses included. */
const namingWords = 140;
const partiesMax = 6;
const nameWordsMax = 9;

export function findParties(prepared: Prepared): readonly Candidate[] {
  const { layout } = prepared;
  const head = layout.tokens.slice(0, headWords);
  const opening = findOpening(head);
  const named = opening === undefined ? [] : readNaming(head, opening, layout);
  const found = named.length > 0 ? named : readCompanies(head, layout);
  const unique = new Map<string, Candidate>();
  for (const candidate of found) {
    const key = candidate.tokens.map((token) => token.squashed).join('');
    if (![...unique.keys()].some((other) => other.includes(key) || key.includes(other)))
      unique.set(key, candidate);
  }
  return [...unique.values()].slice(0, partiesMax);
}

const openings = new Set(['between', 'among', 'zwischen', 'entre', 'tra', 'tussen']);

function findOpening(head: readonly Token[]): number | undefined {
  const at = head.findIndex(
    (token, position) =>
      openings.has(token.folded.replace(/[^a-z]/g, '')) &&
      head.slice(position + 1, position + 6).some((next) => isCapital(next)) &&
      head
        .slice(Math.max(0, position - 60), position)
        .some((before) => /agreement|vertrag|contrat|contract|accord|made/.test(before.folded)),
  );
  return at === -1 ? undefined : at;
}

function readNaming(head: readonly Token[], opening: number, layout: Layout): readonly Candidate[] {
  const found: Candidate[] = [];
  let depth = 0;
  let isExpected = true;
  for (let at = opening + 1; at < Math.min(head.length, opening + namingWords); at += 1) {
    const token = head[at]!;
    if (/^(?:whereas|witnesseth|recitals|background|praambel)/.test(token.folded)) break;
    const opens = token.text.match(/[([“„]/g)?.length ?? 0;
    const closes = token.text.match(/[)\]”]/g)?.length ?? 0;
    if (depth === 0 && opens === 0 && isExpected && isCapital(token) && !isFiller(token)) {
      const end = endOfName(head, at);
      const candidate = nameOf(head, at, end, layout);
      if (candidate !== undefined && (found.length === 0 || isPartyLike(head, end, candidate))) {
        found.push(candidate);
        at = end;
        isExpected = /[;]$/.test(head[end]!.text);
        continue;
      }
    }
    depth = Math.max(0, depth + opens - closes);
    const word = token.folded.replace(/[^a-z]/g, '');
    if (
      word === 'and' ||
      word === 'und' ||
      word === 'et' ||
      word === 'y' ||
      /^[(]?(?:ii|2)[)]$/.test(token.folded)
    )
      isExpected = true;
    else if (!isFiller(token)) isExpected = false;
  }
  return found;
}

/** After a name comes what it is, how it is called, or the end: not more of a sentence. */
function isPartyLike(head: readonly Token[], end: number, candidate: Candidate): boolean {
  if (hasLegalForm(candidate.text)) return true;
  const next = head[end + 1];
  if (candidate.tokens.length < 2) return false;
  return (
    /[,;.(]$/.test(head[end]!.text) ||
    next === undefined ||
    /^[(“"]|^(?:an?|who|whose|residing|of|with)$/.test(next.folded)
  );
}

function isFiller(token: Token): boolean {
  return (
    /^(?:the|by|and|mr\.?|ms\.?|mrs\.?|dr\.?|company|between|each|both|der|die|dem|herrn?|frau)$/.test(
      token.folded.replace(/[^a-z.]/g, ''),
    ) || token.squashed === ''
  );
}

function isCapital(token: Token): boolean {
  return /^\p{Lu}/u.test(token.text);
}

const inner = new Set(['of', 'and', '&', 'the', 'de', 'la', 'von', 'van', 'der', 'du', 'und']);

function endOfName(head: readonly Token[], start: number): number {
  let end = start;
  while (end + 1 < head.length && end - start < nameWordsMax) {
    const { text } = head[end]!;
    const next = head[end + 1]!;
    if (/[;:()”"“]$/.test(text)) break;
    if (/,$/.test(text)) {
      if (!isLegalFormOnly(next.text)) break;
      end += 1;
      continue;
    }
    if (isCapital(next) || next.text === '&') end += 1;
    else if (
      inner.has(next.folded) &&
      end + 2 < head.length &&
      isCapital(head[end + 2]!) &&
      joins(head, start, end)
    )
      end += 2;
    else break;
  }
  return end;
}

/** `Sears, Roebuck and Co.`: what follows "and" belongs to a name that is no whole company yet. */
function joins(head: readonly Token[], start: number, end: number): boolean {
  const before = head
    .slice(start, end + 1)
    .map((token) => token.text)
    .join(' ');
  const isAnd = /^(?:and|&|und)$/.test(head[end + 1]!.folded);
  return !isAnd || (!hasLegalForm(before) && isLegalFormOnly(head[end + 2]!.text));
}

function nameOf(head: readonly Token[], start: number, end: number, layout: Layout): Candidate | undefined {
  const parts: Candidate[] = [];
  for (const [segment, tokens] of Map.groupBy(head.slice(start, end + 1), (token) => token.segment)) {
    const own = layout.segments[segment]!;
    const from = tokens[0]!.index - own.tokens[0]!.index;
    const part = wordsOf(own, from, from + tokens.length - 1, 'run');
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts.length === 0 ? undefined : { ...joinLines(parts, 'run'), lines: 1 };
}

/** Letters name the other side in the address or the first lines, by its legal form. */
function readCompanies(head: readonly Token[], layout: Layout): readonly Candidate[] {
  const found: Candidate[] = [];
  for (let at = 0; at < head.length && found.length < 2; at += 1) {
    if (!isCapital(head[at]!) || isFiller(head[at]!)) continue;
    const end = endOfName(head, at);
    const candidate = nameOf(head, at, end, layout);
    if (candidate !== undefined && hasLegalForm(candidate.text) && !isLegalFormOnly(candidate.text)) {
      const isHeading = foldText(candidate.text).includes('agreement') || /exhibit/i.test(candidate.text);
      if (!isHeading) found.push(candidate);
    }
    at = end;
  }
  return found;
}
