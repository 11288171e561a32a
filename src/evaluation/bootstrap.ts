/** A figure with the interval in which 95 of 100 resamplings fall. */
export type Interval = { readonly value: number; readonly low: number; readonly high: number };

const drawsDefault = 2_000;

/** Draws the items anew with replacement and measures each draw. Reproducible: the generator is seeded. */
export function bootstrapInterval<Item>(
  items: readonly Item[],
  measure: (items: readonly Item[]) => number,
  draws = drawsDefault,
): Interval {
  const random = createRandom(1);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw += 1)
    values.push(measure(items.map(() => items[Math.floor(random() * items.length)]!)));
  values.sort((a, b) => a - b);
  const at = (share: number): number =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
  return { value: measure(items), low: at(0.025), high: at(0.975) };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
