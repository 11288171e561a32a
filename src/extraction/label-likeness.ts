import type { Phrase } from './ask.ts';
import { nextLine } from './candidates/texts.ts';
import { editDistance } from './edit-distance.ts';
import type { LabelIndex, Run } from './labels.ts';

/** Share of a phrase's weight that must be found for a partial match. */
const partialFrom = 0.6;

/** Labels that say the same in more or fewer words: `Permanent residence address (street, apt. …)`. */
export function findPartial(
  phrase: Phrase,
  index: LabelIndex,
): readonly { readonly run: Run; readonly likeness: number }[] {
  const hits = new Map<number, { at: number; word: number; score: number }[]>();
  const weights = phrase.words.map((word) => weightOf(word, index));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [position, word] of phrase.words.entries()) {
    for (const [written, score] of similarWords(word, index)) {
      for (const run of index.words.get(written)!)
        hits.set(run.segment, [...(hits.get(run.segment) ?? []), { at: run.start, word: position, score }]);
    }
  }
  const found: { run: Run; likeness: number }[] = [];
  const width = phrase.words.length + 4;
  for (const [segment, list] of hits) {
    const wrapped = overTwoLines(segment, hits, index);
    if (new Set([...wrapped, ...list].map((hit) => hit.word)).size < 2) continue;
    const alone = bestWindow(list, weights, width);
    const joined = wrapped.length === 0 ? alone : bestWindow([...wrapped, ...list], weights, width);
    const best = joined.weight > alone.weight && joined.end >= 0 ? joined : alone;
    const recall = best.weight / total;
    if (recall < partialFrom) continue;
    found.push({ run: { segment, start: Math.max(0, best.start), end: best.end }, likeness: 0.85 * recall });
  }
  return found;
}

type Hit = { readonly at: number; readonly word: number; readonly score: number };

/** Words of a cell past which its text is no label that wraps. */
const wrappedWordsMax = 8;

/** `Excess golden parachute` over `payments`: the hits in the line above, counted back from the first word of this one. */
function overTwoLines(
  segment: number,
  hits: ReadonlyMap<number, readonly Hit[]>,
  { layout }: LabelIndex,
): readonly Hit[] {
  const own = layout.segments[segment]!;
  const list = own.above === undefined ? undefined : hits.get(own.above);
  if (list === undefined || own.tokens.length > wrappedWordsMax) return [];
  const above = layout.segments[own.above!]!;
  const isLabelLine = above.tokens.length <= wrappedWordsMax && !/[:;.]$/.test(above.text);
  if (!isLabelLine || nextLine(layout, above) !== own) return [];
  return list.map((hit) => ({ ...hit, at: hit.at - above.tokens.length }));
}

function bestWindow(
  hits: readonly Hit[],
  weights: readonly number[],
  width: number,
): { start: number; end: number; weight: number } {
  const sorted = [...hits].sort((a, b) => a.at - b.at);
  let best = { start: 0, end: 0, weight: 0 };
  for (const first of sorted) {
    const seen = new Map<number, number>();
    let end = first.at;
    for (const hit of sorted) {
      if (hit.at < first.at || hit.at >= first.at + width) continue;
      if ((seen.get(hit.word) ?? 0) >= hit.score) continue;
      seen.set(hit.word, hit.score);
      end = Math.max(end, hit.at);
    }
    let weight = 0;
    for (const [word, score] of seen) weight += score * weights[word]!;
    if (weight > best.weight) best = { start: first.at, end, weight };
  }
  return best;
}

/** Rare words say more than those that stand everywhere on the page; little words say least. */
function weightOf(word: string, index: LabelIndex): number {
  const count = index.words.get(word)?.length ?? 0;
  const base = word.length <= 2 ? 0.4 : 1;
  return base / (1 + Math.log2(1 + count / 4));
}

export function similarWords(word: string, index: LabelIndex): readonly (readonly [string, number])[] {
  const before = index.similar.get(word);
  if (before !== undefined) return before;
  const found = searchSimilar(word, index);
  index.similar.set(word, found);
  return found;
}

/** What a label calls a number: "N° de contrat" for `numero_contrat`. */
const numberWords: ReadonlySet<string> = new Set('number no nr n num numero numer nummer nro'.split(' '));

function searchSimilar(word: string, index: LabelIndex): readonly (readonly [string, number])[] {
  const found: [string, number][] = [];
  if (index.words.has(word)) found.push([word, 1]);
  if (numberWords.has(word)) {
    for (const other of numberWords) if (other !== word && index.words.has(other)) found.push([other, 0.9]);
  }
  if (word.length < 4) return found;
  const most = word.length >= 6 ? Math.floor(word.length / 6) : 0;
  for (const written of index.words.keys()) {
    if (written === word || written.length < 4) continue;
    if (written.startsWith(word) || word.startsWith(written)) found.push([written, 0.85]);
    else if (word.length >= 5 && written.length > word.length + 2 && written.endsWith(word))
      found.push([written, 0.7]);
    else if (most > 0 && written[0] === word[0] && editDistance(word, written, most) <= most)
      found.push([written, 0.8]);
  }
  return found;
}
