import { editDistance } from './edit-distance.ts';

/** Runs of words by their length. */
export type NearRuns = ReadonlyMap<number, readonly MaskedRun[]>;

/** Which letters it has, a bit a letter: most runs are too far from a label to be held against it. */
type MaskedRun = { readonly squashed: string; readonly letters: number };

export function groupRuns(runs: Iterable<string>): NearRuns {
  const masked = Array.from(runs, (squashed) => ({ squashed, letters: maskLetters(squashed) }));
  return Map.groupBy(masked, ({ squashed }) => squashed.length);
}

/** Words read with a wrong letter or two: one slip in five letters. */
export function findNear(
  squashed: string,
  runs: NearRuns,
): readonly { readonly squashed: string; readonly likeness: number }[] {
  if (squashed.length < 5) return [];
  const most = Math.floor(squashed.length / 5);
  const own = maskLetters(squashed);
  const found: { squashed: string; likeness: number }[] = [];
  for (let length = squashed.length - most; length <= squashed.length + most; length += 1) {
    for (const { squashed: run, letters } of runs.get(length) ?? []) {
      if (countBits(own & ~letters) > most || countBits(letters & ~own) > most) continue;
      if (run === squashed || (run[0] !== squashed[0] && run.at(-1) !== squashed.at(-1))) continue;
      const distance = editDistance(squashed, run, most);
      if (distance <= most) found.push({ squashed: run, likeness: 1 - (1.5 * distance) / squashed.length });
    }
  }
  return found;
}

function maskLetters(text: string): number {
  let mask = 0;
  for (let at = 0; at < text.length; at += 1) mask |= 1 << (text.charCodeAt(at) % 32);
  return mask;
}

function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
