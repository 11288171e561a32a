import { type Candidate, spanOf, wordsOf } from '../candidate.ts';
import { foldText } from '../fold-text.ts';
import type { Layout, Segment } from '../layout.ts';

/** Words that name a street, in the languages we meet; also as endings (`Musterstraße`). */
const streetWord =
  /(?:^|[^\p{L}])(?:street|st|road|rd|avenue|ave|av|blvd|boulevard|lane|ln|drive|dr|way|court|ct|square|sq|place|pl|parkway|pkwy|highway|hwy|route|suite|ste|floor|apt|unit|lot|rue|chemin|allee|quai|impasse|calle|avda|avenida|plaza|paseo|carrer|via|viale|piazza|corso|largo|rua|travessa|praca|jalan|jln|lorong|taman|bandar|kawasan|straat|laan|weg|plein|gracht|ulica|ul|str|strasse|platz|gasse|ring|damm|ufer|allee|chaussee|box|bag)(?![\p{L}])|(?:strasse|str\.|weg|platz|gasse|allee|ring|damm|ufer|straat|laan|gracht|plein|chaussee|promenade|wall)(?![\p{L}])/u;

const postal =
  /(?<![\p{L}\d.,/-])(?:\d{5}(?:-\d{3,4})?|\d{4}\s?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]{1,2}-\d{4,5}|\d{4}|\d{3}\s\d{2}|\d{2}-\d{3}|\d{6})(?![\p{L}\d]|[.,:/-]\d)/gu;

/** How much a line looks like a part of a postal address, 0 to 1. */
export function addressLikeness(text: string): number {
  const folded = foldText(text);
  let score = 0;
  if (streetWord.test(folded)) score += 0.5;
  if (/(?<![\d.,])\d{5}(?![\d.,])/.test(text)) score += 0.35;
  if (/\d/.test(text) && /\p{L}{3}/u.test(text)) score += 0.1;
  if (/,/.test(text)) score += 0.15;
  if (/^(?:no|lot|suite|unit|nr)\b/.test(folded)) score += 0.3;
  if (/\b[A-Z]{2}\.?,?\s\d{5}\b/.test(text)) score += 0.3;
  if (/(?:tel|fax|phone|gst|e-?mail|www|@|date|invoice|receipt|total|reg|ust|steuer|http)/.test(folded))
    score -= 0.8;
  if (/\d[.,]\d{2}(?!\d)/.test(text) || /\d{1,2}[:/]\d{2}/.test(text)) score -= 0.4;
  if (/\d{7,}/.test(text.replace(/[\s-]/g, ''))) score -= 0.3;
  return Math.max(0, Math.min(1, score));
}

/** `Denver, CO 80123`, `80333 München`: the line of an address that names the city. */
export function readsAsCity(text: string): boolean {
  if (streetWord.test(foldText(text)) || text.length > cityLineMax) return false;
  const isUs = /^\p{Lu}[\p{L}.' -]+,?\s[A-Z]{2},?(?:\s\d{5}(?:-\d{4})?)?$/u.test(text);
  // `Wallnerstrasse 1010` may end in a house number, `1010 Wien` in none.
  const codes = [...text.matchAll(postal)].filter(
    ([code], at) => code.length > 4 || (at === 0 && text.startsWith(code)),
  );
  return isUs || (/\p{L}{3}/u.test(text) && codes.length > 0);
}

/** `68 Fremont Lane`, `Musterweg 3`: the line of an address that names the street. */
export function readsAsStreet(text: string): boolean {
  if (text.length > cityLineMax || readsAsCity(text)) return false;
  const isNumbered = numberFirst.test(text) || numberLast.test(text);
  return isNumbered || (streetWord.test(foldText(text)) && /\d/.test(text));
}

/** Letters past which a line is a sentence or a whole address. */
const cityLineMax = 60;

/** Postal codes with the place after (or, in the English way, before) them, and the street and number by them. */
export function findAddressParts(layout: Layout, segment: Segment): readonly Candidate[] {
  const found: (Candidate | undefined)[] = [];
  for (const match of segment.text.matchAll(postal)) {
    const start = match.index;
    const end = start + match[0].length;
    const after =
      /^[\s,]+((?:\p{Lu}[\p{L}.'’-]*|am|an|der|a\.|im|in|ob|sur|la|les|de|den)(?:[\s/-]+(?:\p{Lu}[\p{L}.'’()-]*|am|an|der|im|in|sur|la|les|de|den))*)/u.exec(
        segment.text.slice(end),
      );
    const before = /(\p{Lu}[\p{L}.' -]+?),?\s+(?:[A-Z]{2}\.?,?\s+)?$/u.exec(segment.text.slice(0, start));
    if (after === null && before === null) continue;
    found.push(spanOf(segment, start, end, 'postalCode'));
    if (after !== null) {
      const from = end + after[0].length - after[1]!.length;
      found.push(spanOf(segment, from, from + after[1]!.length, 'city'));
    } else if (before !== null) {
      found.push(spanOf(segment, before.index, before.index + before[1]!.length, 'city'));
    }
    found.push(...findStreet(layout, segment, start));
  }
  return found.filter((candidate) => candidate !== undefined);
}

/** `Glockengiesser Wall 8-10`, `2621 Orangethorpe Ave` */
const numberLast =
  /^(.*?\p{L}[\p{L}.'’ -]*?)[\s,]+(\d{1,4}\s?[a-zA-Z]?(?:\s?[-–/+]\s?\d{1,4}\s?[a-zA-Z]?)*)\s*[,.|]?$/u;
const numberFirst = /^(\d{1,5}[A-Za-z]?(?:-\d{1,4})?),?\s+(\p{L}.*)$/u;

function findStreet(
  layout: Layout,
  segment: Segment,
  postalStart: number,
): readonly (Candidate | undefined)[] {
  const sameLine = segment.text.slice(0, postalStart).replace(/[\s,|·•-]+$/u, '');
  if (/\p{L}{3}/u.test(sameLine)) return parseStreet(segment, sameLine);
  const row = layout.rows[segment.row]!;
  const before = segment.before === undefined ? undefined : layout.segments[segment.before];
  const above = segment.above === undefined ? undefined : layout.segments[segment.above];
  for (const candidate of [before, above]) {
    if (candidate === undefined || candidate.page !== row.page) continue;
    const parts = parseStreet(candidate, candidate.text);
    if (parts.length > 0) return parts;
  }
  return [];
}

function parseStreet(segment: Segment, text: string): readonly (Candidate | undefined)[] {
  const from =
    Math.max(
      text.lastIndexOf('·'),
      text.lastIndexOf('|'),
      text.lastIndexOf('•'),
      text.lastIndexOf(', '),
      -1,
    ) + 1;
  const part = text.slice(from);
  const lead = from + (part.length - part.trimStart().length);
  const last = numberLast.exec(part.trim());
  if (last !== null) {
    const street = last[1]!.trim();
    const numberAt = segment.text.indexOf(last[2]!, lead + street.length);
    return [
      spanOf(segment, lead, lead + street.length, 'street'),
      spanOf(segment, numberAt, numberAt + last[2]!.trim().length, 'houseNumber'),
    ];
  }
  const first = numberFirst.exec(part.trim());
  if (first === null) return [];
  const streetAt = segment.text.indexOf(first[2]!, lead);
  return [
    spanOf(segment, lead, lead + first[1]!.length, 'houseNumber'),
    spanOf(segment, streetAt, streetAt + first[2]!.trim().length, 'street'),
  ];
}

/** One-line addresses: the part of a cell that reads as one. */
export function findOneLineAddress(segment: Segment): readonly Candidate[] {
  if (addressLikeness(segment.text) < 0.3) return [];
  const whole = wordsOf(segment, 0, segment.tokens.length - 1, 'address');
  return whole === undefined ? [] : [whole];
}
