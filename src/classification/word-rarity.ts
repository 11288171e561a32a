import { stemWord } from './fold-word.ts';

/**
 * How rare words are on documents of every kind. "Total" or "date" say little of a document's type, whichever
 * set of types they stand in; the shares come from the training documents of several sets (`mailroom train`).
 */
export type WordRarity = (stem: string) => number;

/** Share of documents under which a word counts as fully rare. */
const shareMin = 0.01;

export function createWordRarity(shares: Readonly<Record<string, number>>): WordRarity {
  const rarityByStem = new Map<string, number>();
  for (const [word, share] of Object.entries(shares)) {
    const rarity =
      Math.log((1 + shareMin) / (Math.max(share, shareMin) + shareMin / 4)) / -Math.log(shareMin);
    rarityByStem.set(word, Math.min(1, Math.max(0.02, rarity)));
  }
  return (stem) => rarityByStem.get(stem) ?? (stem.length < 3 ? 0.3 : 1);
}

/** Rarity of words that must stand together: one rare word makes a phrase rare. */
export function phraseRarity(stems: readonly string[], rarity: WordRarity): number {
  let common = 1;
  for (const stem of stems) common *= 1 - rarity(stem) * 0.98;
  return 1 - common;
}

/** Words that carry no meaning of their own in names and descriptions of types; stems. */
export const emptyWords: ReadonlySet<string> = new Set(
  (
    'a an the of or and for to in on by with from that which is are be as at its it this other any all such usually ' +
    'contains containing issued showing shows document documents type file page paper into than not no per via about ' +
    'used using when where who whom his her their one two more between der die das und oder von für mit ein eine ' +
    'einer eines des dem den im am zu zur zum auf aus bei nach als auch de du des la le les un une et ou pour dans ' +
    'sur par avec au aux del el los las una y o para con en por lo gli il dei della di da che per sul een het van ' +
    'voor met op aan te do dos e um uma no na os'
  )
    .split(' ')
    .map(stemWord),
);
