/**
 * One written form for the many of a word: case, accents and inflection fall away. Light on purpose, and the
 * same for every language: a wrong merge (German "Namen", English "name") costs little where whole phrases
 * and many words decide, a missed one ("Rechnungen", "Rechnung") costs the match.
 */

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;

/** Scripts written without spaces: Han, kana, Thai, Lao, Khmer, Burmese. Example: "請求書". */
const spacelessPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

const plainPattern = /^[\0-\x7F]*$/;

/** Lower case without accents or typographic variants: "Übersicht" → "ubersicht", "ﬁnal" → "final". */
export function foldText(text: string): string {
  // Most words have nothing to be mended: these are ten times as quick, lines three to four times.
  if (plainPattern.test(text)) return text.toLowerCase();
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('ı', 'i')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
}

/** The folded words of a text, in order. "Relevé d'identité" → releve, d, identite. */
export function splitWords(text: string): readonly string[] {
  if (!spacelessPattern.test(text)) return foldText(text).match(wordPattern) ?? [];
  const words: string[] = [];
  for (const part of segmenter.segment(foldText(text))) if (part.isWordLike) words.push(part.segment);
  return words;
}

/** Words of a name as programs write it: "auto_policy-declaration", "BankStatement". */
export function splitName(name: string): readonly string[] {
  return splitWords(name.replace(/[_\-./]+/g, ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
}

/** Endings of inflection in the European languages, longest first. */
const endings = [
  'ations',
  'ation',
  'edly',
  'ings',
  'ing',
  'ies',
  'ed',
  'es',
  'en',
  'em',
  'os',
  'as',
  's',
  'e',
  'y',
  'o',
  'a',
  'i',
  'n',
];
const stemLettersMin = 4;

/** What is left of a folded word when its inflection is cut: "rechnungen" → "rechnung", "factures" → "factur". */
export function stemWord(word: string): string {
  if (word.length <= stemLettersMin || /\d/.test(word)) return word;
  for (const ending of endings) {
    if (!word.endsWith(ending)) continue;
    const stem = word.slice(0, -ending.length);
    if (stem.length >= stemLettersMin) return stem;
  }
  return word;
}
