import { type Candidate, joinLines, wordsOf } from '../candidate.ts';
import { foldText } from '../fold-text.ts';
import type { Segment } from '../layout.ts';

/** Legal forms of companies, as they end a name. */
const legalForm =
  /(?:^|[\s,(])(?:gmbh|ag|kg|ohg|ug|e\.?\s?k|e\.?\s?v|mbh|kgaa|se|gbr|inc|incorporated|llc|l\.l\.c|llp|l\.l\.p|lp|l\.p|ltd|limited|plc|corp|corporation|company|co|n\.?a|s\.?a|s\.?a\.?s|sarl|s\.a\.r\.l|eurl|sasu|s\.?l|s\.?l\.?u|s\.?p\.?a|s\.?r\.?l|b\.?v|n\.?v|bvba|oy|ab|as|aps|a\/s|sdn|bhd|s\/b|pte|pty|pvt|trust|partners|bank|holdings|group|a\.g)(?:[\s.,)]|$)/u;

export function hasLegalForm(text: string): boolean {
  return legalForm.test(foldText(text));
}

/** `Sdn Bhd` with no name before it. */
export function isLegalFormOnly(text: string): boolean {
  const words = text.split(/\s+/);
  return words.length <= 4 && words.every((word) => hasLegalForm(word) || /^(?:&|und|and)$/i.test(word));
}

/** Small words inside names. */
const inner = new Set([
  'of',
  'and',
  '&',
  'the',
  'de',
  'la',
  'del',
  'von',
  'van',
  'der',
  'den',
  'und',
  'et',
  'for',
  'y',
  'e',
  'du',
  'di',
  'a',
]);
const runWordsMax = 9;

/** Runs of words in capitals within running text: `Aspect Medical Systems, Inc.` */
export function findRuns(segment: Segment, next: Segment | undefined): readonly Candidate[] {
  const found: Candidate[] = [];
  const { tokens } = segment;
  let start = 0;
  while (start < tokens.length) {
    if (!isCapital(tokens[start]!.text)) {
      start += 1;
      continue;
    }
    let end = start;
    while (end + 1 < tokens.length && end - start < runWordsMax) {
      const word = tokens[end]!.text;
      const following = tokens[end + 1]!.text;
      if (/[;:)”"]$|["”]/.test(word) || (/,$/.test(word) && !hasLegalForm(following))) break;
      if (/\.$/.test(word) && word.length > 4 && !hasLegalForm(word)) break;
      if (isCapital(following)) end += 1;
      else if (inner.has(foldText(following)) && end + 2 < tokens.length && isCapital(tokens[end + 2]!.text))
        end += 2;
      else break;
    }
    const run = wordsOf(segment, start, end, 'run');
    if (run !== undefined && run.text.length > 2) found.push(run);
    // A name that goes on in the next line.
    if (
      run !== undefined &&
      end === tokens.length - 1 &&
      next !== undefined &&
      !/[.;:]$/.test(tokens[end]!.text)
    ) {
      const head = next.tokens.findIndex(
        (token) => !isCapital(token.text) && !inner.has(foldText(token.text)),
      );
      const stop = next.tokens.findIndex((token) => /[,;:.)]$/.test(token.text));
      const last = Math.min(head === -1 ? 3 : head - 1, stop === -1 ? 3 : stop, 4);
      const rest = last >= 0 && next.tokens[0] !== undefined ? wordsOf(next, 0, last, 'run') : undefined;
      if (rest !== undefined) {
        found.push(joinLines([run, rest], 'run'));
      }
    }
    start = end + 1;
  }
  return found;
}

function isCapital(text: string): boolean {
  return /^[“"'(]?\p{Lu}/u.test(text) || text === '&';
}
