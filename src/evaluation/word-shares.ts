/** Stems of one document. */
export type StemSet = ReadonlySet<string>;

/** A word must stand in this many sets: names and matters of one set are no general knowledge. */
const setsMin = 3;
const shareMin = 0.012;

/** Share of documents on which each common stem stands, each set counting alike. */
export function countWordShares(sets: readonly (readonly StemSet[])[]): Record<string, number> {
  const shares = new Map<string, number>();
  const setsWith = new Map<string, number>();
  for (const documents of sets) {
    const counts = new Map<string, number>();
    for (const stems of documents) for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    for (const [stem, count] of counts) {
      shares.set(stem, (shares.get(stem) ?? 0) + count / documents.length / sets.length);
      setsWith.set(stem, (setsWith.get(stem) ?? 0) + 1);
    }
  }
  const common = [...shares].filter(
    ([stem, share]) => share >= shareMin && setsWith.get(stem)! >= Math.min(setsMin, sets.length),
  );
  common.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(common.map(([stem, share]) => [stem, Number(share.toFixed(4))]));
}
