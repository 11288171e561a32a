import { type Scores, toProbabilities } from '../classification/matcher.ts';

/** The scores of a document that its matcher had not seen; `right` is the index of its answer among the shares. */
export type ScoredAnswer = { readonly scores: Scores; readonly right: number };

const shareMin = 1e-6;

/**
 * What divides the scores so that confidence means what it says: the pull of the weights towards zero leaves them
 * too modest. The least surprise over sets of unseen documents, each set counting alike, from 0.5 to 2.
 */
export function fitTemperature(sets: readonly (readonly ScoredAnswer[])[]): number {
  const full = sets.filter((answers) => answers.length > 0);
  let best = { temperature: 1, surprise: Number.POSITIVE_INFINITY };
  for (let step = 50; step <= 200; step += 1) {
    const temperature = step / 100;
    const surprise = full.reduce((sum, answers) => sum + surpriseOf(answers, temperature), 0);
    if (surprise < best.surprise) best = { temperature, surprise };
  }
  return best.temperature;
}

/** Mean negative log of the share that the right answers had. */
function surpriseOf(answers: readonly ScoredAnswer[], temperature: number): number {
  const logs = answers.map(({ scores, right }) =>
    Math.log(Math.max(shareMin, toProbabilities(scores, temperature)[right]!)),
  );
  return -logs.reduce((sum, log) => sum + log, 0) / answers.length;
}
