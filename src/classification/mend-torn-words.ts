/**
 * Some PDFs place every few letters by themselves, and their text layer reads "K o nto inha ber" or
 * "S te u erb e m e ssun g". The pieces of such a line are put together again where they give a word that the
 * library or the thesaurus knows.
 */
import type { Line, Word } from '../reading/document.ts';
import { unionBox } from '../reading/union-box.ts';
import { splitWords, stemWord } from './fold-word.ts';
import { library } from './library/library.ts';
import { thesaurusTexts } from './thesaurus.ts';

const piecesMin = 4;
/** Mean letters a piece from which on a line is whole: ordinary lines have 4 to 6, torn ones 1 to 3. */
const lettersWhole = 3.3;
/** Below this a line is in shreds: pieces that no known word explains are joined as well. */
const lettersOfShreds = 1.7;
const shredLettersMax = 2;
const shredsMin = 3;
const wordLettersMin = 5;
/** Shorter words must stand in the library letter for letter; of longer ones the stem is enough. */
const stemLettersMin = 8;
const wordLettersMax = 32;

/** The line with its torn words whole; the very same line where none is torn. */
export function mendTornWords(line: Line): Line {
  const letters = line.words.map(({ text }) => text.match(/\p{L}/gu)?.length ?? 0);
  const worded = letters.filter((count) => count > 0);
  if (worded.length < piecesMin) return line;
  const mean = worded.reduce((sum, count) => sum + count, 0) / worded.length;
  if (mean >= lettersWhole) return line;
  const piecesLeast = mean < lettersOfShreds ? 2 : 3;
  const words: Word[] = [];
  let open: Word[] = [];
  const close = (): void => {
    words.push(...(open.length < shredsMin ? open : [joinWords(open)]));
    open = [];
  };
  for (let at = 0; at < line.words.length; ) {
    const word = line.words[at]!;
    const pieces = piecesOfKnownWord(line.words, at);
    const count = pieces >= piecesLeast ? pieces : 1;
    const isShred = mean < lettersOfShreds && /^\p{L}+$/u.test(word.text) && letters[at]! <= shredLettersMax;
    if (count > 1 || !isShred || /^\p{Lu}/u.test(word.text)) close();
    if (count > 1) words.push(joinWords(line.words.slice(at, at + count)));
    else if (isShred) open.push(word);
    else words.push(word);
    at += count;
  }
  close();
  return words.length === line.words.length ? line : { ...line, words };
}

/** How many pieces from this one on make the longest known word, or else the longest known stem; 1 where none do. */
function piecesOfKnownWord(words: readonly Word[], start: number): number {
  if (isKnown(words[start]!.text)) return 1;
  let text = '';
  let byWord = 1;
  let byStem = 1;
  for (let at = start; at < words.length; at += 1) {
    const piece = words[at]!.text;
    const startsNext = /\p{Ll}$/u.test(text) && /^\p{Lu}/u.test(piece);
    if (startsNext || !/^\p{L}+[:,.;]?$/u.test(piece)) break;
    text += piece;
    if (text.length > wordLettersMax) break;
    if (at > start && isKnown(text)) byWord = at - start + 1;
    if (at > start && isKnownStem(text)) byStem = at - start + 1;
    if (/[:,.;]$/.test(piece)) break;
  }
  return byWord > 1 ? byWord : byStem;
}

function joinWords(words: readonly Word[]): Word {
  const [first, ...rest] = words;
  if (rest.length === 0) return first!;
  const text = words.map((word) => word.text).join('');
  return { ...first!, text, box: unionBox(words.map(({ box }) => box)) };
}

/** The words of the library and the thesaurus, and their stems; gathered when the first torn line comes by. */
let known: ReadonlySet<string> | undefined;

function isKnown(text: string): boolean {
  known ??= gatherWords();
  const [word = '', ...others] = splitWords(text);
  return others.length === 0 && word.length >= wordLettersMin && known.has(word);
}

function isKnownStem(text: string): boolean {
  const word = splitWords(text).join('');
  return word.length >= stemLettersMin && isKnown(stemWord(word));
}

function gatherWords(): ReadonlySet<string> {
  const wordings = library.flatMap(({ languages }) => Object.values(languages));
  const texts = wordings.flatMap(({ titles, phrases, words = [] }) => [...titles, ...phrases, ...words]);
  const words = [...texts, ...thesaurusTexts].flatMap(splitWords);
  return new Set(
    words.filter((word) => word.length >= wordLettersMin).flatMap((word) => [word, stemWord(word)]),
  );
}
