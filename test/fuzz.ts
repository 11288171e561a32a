/**
 * Fuzzing: `npm run fuzz -- --minutes 60`. Each round gives every property its share of time with a seed of its
 * own; a failure names the property, the seed and the smallest case, and `--seed N --only TEXT` repeats it.
 */
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { openTestApp } from './api-app.ts';
import { readingProperties } from './fuzz-reading.ts';
import { uploadProperties } from './fuzz-uploads.ts';

export type Properties = Readonly<Record<string, fc.IRawProperty<any>>>;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    only: { type: 'string', default: '' },
  },
});
const totalMs = Number(values.minutes) * 60_000;
/** Long enough to shrink a failure, short enough that all have had their turn early. */
const turnMs = 20_000;

await using app = await openTestApp();
const all = { ...readingProperties, ...(await uploadProperties(app)) };
const chosen = Object.entries(all).filter(([name]) => name.includes(values.only));
const rounds = Math.max(1, Math.round(totalMs / (chosen.length * turnMs)));
const shareMs = totalMs / rounds / chosen.length;
const cases: Record<string, number> = {};
for (let round = 0; round < rounds && process.exitCode === undefined; round += 1) {
  const seed = Number(values.seed) + round;
  for (const [name, property] of chosen) {
    // Before the case: what never ends is known by the last line.
    console.log(`${name} (--seed ${seed})`);
    const details = await fc.check(property, {
      seed,
      numRuns: 2 ** 31 - 1,
      interruptAfterTimeLimit: shareMs,
    });
    cases[name] = (cases[name] ?? 0) + details.numRuns;
    if (details.counterexamplePath === null) continue;
    console.log(`${fc.stringify(details.counterexample)}\n${details.errorInstance}`.slice(0, 5_000));
    console.log(`Repeat: npm run fuzz -- --minutes 1 --seed ${seed} --only "${name}"`);
    process.exitCode = 1;
  }
  const total = Object.values(cases).reduce((sum, count) => sum + count, 0);
  console.log(`round ${round + 1} of ${rounds}: ${total} cases ${JSON.stringify(cases)}`);
}
