import { understandTemplate } from '../../extraction/ask-together.ts';
import { gatherSlate, type Slate } from '../../extraction/choose.ts';
import { prepare } from '../../extraction/gather.ts';
import { indexLabels } from '../../extraction/labels.ts';
import { priorWeights } from '../../extraction/prior-weights.ts';
import { scoreFeatures } from '../../extraction/scorer.ts';
import type { Document } from '../../reading/document.ts';
import { isSameValue } from './compare.ts';
import type { Lesson } from './fit-scorer.ts';
import type { TruthRow, TruthSet } from './truth-set.ts';

/** One field of one file, with what could answer it and which of that is right. */
export type Study = {
  readonly set: string;
  readonly row: TruthRow;
  readonly slate: Slate;
  readonly isRight: readonly boolean[];
  readonly hasTruth: boolean;
  /** Neither right nor wrong: nobody checked. */
  readonly isOpen: boolean;
};

/** Candidates kept for learning: those that a person's expectation ranks first, and one in eight of the rest. */
const hardest = 30;
const every = 8;

export function studyDocument(set: TruthSet, row: TruthRow, document: Document): readonly Study[] {
  const prepared = prepare(document);
  const asks = understandTemplate(row.fields).map(({ ask }) => ask);
  const index = indexLabels(prepared, asks);
  return asks
    .filter((ask) => !row.unverified.includes(ask.field.key))
    .map((ask) => {
      const truth = row.truth[ask.field.key];
      const hasTruth = truth !== undefined && truth !== null && truth !== '';
      const slate = gatherSlate(prepared, index, ask);
      const isRight = slate.candidates.map(
        (candidate) => hasTruth && isSameValue(candidate.derived ?? candidate.text, truth, ask.kind),
      );
      return { set: set.name, row, slate, isRight, hasTruth, isOpen: set.isPartial && !hasTruth };
    });
}

/** What the scorer can learn from the studies; sets weigh by the root of their size. */
export function toLessons(studies: readonly Study[]): readonly Lesson[] {
  const useful = studies.filter((study) => !study.isOpen && study.slate.candidates.length > 0);
  const counts = Map.groupBy(useful, (study) => groupOf(study.set));
  return useful.map((study) => {
    const { slate, isRight, hasTruth } = study;
    const ranked = slate.features
      .map((features, at) => ({ at, score: scoreFeatures(priorWeights, slate.ask, features) }))
      .sort((a, b) => b.score - a.score);
    const kept = ranked
      .filter(({ at }, rank) => rank < hardest || rank % every === 0 || isRight[at] === true)
      .map(({ at }) => at);
    const isReached = isRight.some((right) => right);
    const weight = Math.sqrt(300 / counts.get(groupOf(study.set))!.length);
    return {
      set: groupOf(study.set),
      kind: slate.ask.kind,
      concept: slate.ask.concept,
      features: kept.map((at) => slate.features[at]!),
      isRight: kept.map((at) => isRight[at]!),
      absent: slate.absent,
      isAbsent: !isReached,
      weight: hasTruth && !isReached ? 0.5 * weight : weight,
    };
  });
}

/** Sets that share layouts are held out together. */
export function groupOf(set: string): string {
  return set.includes('invoices') ? 'invoices' : set;
}
