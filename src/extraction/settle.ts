import type { Ask } from './ask.ts';
import type { Candidate } from './candidate.ts';
import type { Ranked, RankedSlate } from './choose.ts';

/** How much of a field's chance at some words is taken from the other fields that want the same words. */
const share = 0.85;
const rounds = 2;

/**
 * Fields compete for words: the birth date is not also the date of signing. Each round lowers a field's chances by
 * what the others hold, and shares out anew what is left. Check boxes and currencies may serve several fields.
 */
export function settleSlates(slates: readonly RankedSlate[]): readonly RankedSlate[] {
  let settled = slates;
  for (let round = 0; round < rounds; round += 1) {
    const holds = new Map<string, number>();
    for (const slate of settled) {
      if (isShareable(slate.ask)) continue;
      for (const each of slate.ranked.slice(0, 12)) {
        for (const key of wordKeys(each.candidate)) holds.set(key, (holds.get(key) ?? 0) + each.own);
      }
    }
    settled = settled.map((slate) => (isShareable(slate.ask) ? slate : yieldTo(slate, holds)));
  }
  return settled;
}

function isShareable(ask: Ask): boolean {
  return ask.kind === 'currency' || ask.kind === 'choice' || ask.kind === 'place' || ask.kind === 'country';
}

function wordKeys(candidate: Candidate): readonly string[] {
  const first = candidate.tokens[0]!.index;
  return [`${first}:${candidate.text.length > 3 ? '' : candidate.text}`];
}

function yieldTo(slate: RankedSlate, holds: ReadonlyMap<string, number>): RankedSlate {
  const lowered = slate.ranked.map((each): Ranked => {
    const others = Math.max(0, ...wordKeys(each.candidate).map((key) => (holds.get(key) ?? 0) - each.own));
    return { ...each, own: each.own * (1 - share * Math.min(1, others) * (1 - each.own)) };
  });
  const kept = slate.absent + lowered.reduce((sum, each) => sum + each.own, 0);
  const byKey = new Map<string, number>();
  for (const each of lowered) byKey.set(each.key, (byKey.get(each.key) ?? 0) + each.own / kept);
  const ranked = lowered
    .map((each) => ({ ...each, own: each.own / kept, chance: byKey.get(each.key)! }))
    .sort((a, b) => b.chance - a.chance || b.own - a.own);
  return { ...slate, ranked, absent: slate.absent / kept };
}
