import type { ProcessPool } from '../engine/process-pool.ts';
import type { DataSet } from '../evaluation/data-set.ts';
import { type Evaluation, summarise } from '../evaluation/evaluation.ts';
import { type LearningFigures, measureLearning } from '../evaluation/learning-table.ts';
import { leaveOneOut } from '../evaluation/leave-one-out.ts';
import { readDataSet } from '../evaluation/read-data-set.ts';
import { type LeaveOneOutSummary, summariseLeaveOneOut } from '../evaluation/summarise-leave-one-out.ts';
import { trainDefaults } from '../evaluation/train-matcher.ts';
import { toExampleSet } from '../evaluation/training-set.ts';
import { showProgress } from './progress.ts';

export type LeftOut = {
  readonly evaluations: readonly Evaluation[];
  readonly summary: LeaveOneOutSummary;
  /** Empty unless asked for. */
  readonly learning: readonly LearningFigures[];
};

/** Readings are kept between runs, by content and version of the readers. */
export const readingCache = '.cache/readings';

/** Each set answered by a matcher that saw neither its types nor its documents. */
export async function evaluateLeaveOneOut(
  sets: readonly DataSet[],
  pool: ProcessPool,
  { parallel, learning }: { readonly parallel: number; readonly learning: boolean },
): Promise<LeftOut> {
  const progress = showProgress(
    sets.reduce((sum, set) => sum + set.files.length, 0),
    'files read',
  );
  const read: Awaited<ReturnType<typeof readDataSet>>[] = [];
  for (const set of sets) {
    read.push(
      await readDataSet(set, {
        read: (path) => pool.run<'read'>({ kind: 'read', path, name: path }),
        cache: readingCache,
        parallel,
        onFile: () => progress.step(set.name),
      }),
    );
  }
  progress.end();
  const examples = read.map(toExampleSet);
  const heldOut = leaveOneOut(examples);
  const evaluations = heldOut.map((held, index) => {
    const seconds = new Map(read[index]!.files.map((file) => [file.name, file.seconds]));
    const answers = held.answers.map(({ file, documentType, answer, confidence }) => ({
      file,
      documentType,
      answer,
      confidence,
      seconds: seconds.get(file) ?? 0,
    }));
    const types = sets[index]!.types.map((type) => type.name);
    return summarise(held.name, types, answers);
  });
  const withoutAlike = leaveOneOut(examples, { ...trainDefaults, dropAlike: true });
  const summary = await summariseLeaveOneOut(examples, heldOut, withoutAlike);
  return { evaluations, summary, learning: learning ? measureLearning(examples, heldOut) : [] };
}
