const tones = 10;

/**
 * A colour for each type: by its name, so that it seldom differs between pages; the next free one where two
 * names want the same. `other` is grey everywhere.
 */
export function tonesOf(documentTypes: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  const used = new Set<number>();
  for (const name of documentTypes.toSorted()) {
    if (name === 'other') {
      taken.set(name, 'tone-other');
      continue;
    }
    let tone = hash(name) % tones;
    while (used.has(tone) && used.size < tones) tone = (tone + 1) % tones;
    used.add(tone);
    taken.set(name, `tone-${tone}`);
  }
  return taken;
}

function hash(text: string): number {
  let value = 2_166_136_261;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0)!, 16_777_619) >>> 0;
  return value;
}
