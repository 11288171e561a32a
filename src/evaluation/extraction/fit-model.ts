import { type RankedSlate, rankSlate } from '../../extraction/choose.ts';
import { confidenceFeatures } from '../../extraction/confidence.ts';
import { priorWeights } from '../../extraction/prior-weights.ts';
import type { ScorerWeights } from '../../extraction/scorer.ts';
import { settleSlates } from '../../extraction/settle.ts';
import type { ExtractionModel } from '../../extraction/trained-model.ts';
import { fitConfidence, type Judged } from './fit-confidence.ts';
import { fitScorer } from './fit-scorer.ts';
import { groupOf, type Study, toLessons } from './study-document.ts';

/** The model of all studies, and for each group of sets one that has seen none of it. */
export type FittedModels = {
  readonly whole: ExtractionModel;
  readonly without: ReadonlyMap<string, ExtractionModel>;
};

/** `onFit` is told each group when its weights stand. */
export function fitModels(
  studies: readonly Study[],
  onFit: (group: string) => void = () => {},
): FittedModels {
  const lessons = toLessons(studies);
  const groups = [...new Set(studies.map((study) => groupOf(study.set)))];
  const weights = new Map<string, ScorerWeights>();
  for (const group of groups) {
    const others = lessons.filter((lesson) => lesson.set !== group);
    weights.set(group, others.length === 0 ? priorWeights : fitScorer(others, priorWeights));
    onFit(group);
  }
  const judged = groups.flatMap((group) => judge(studies, group, weights.get(group)!));
  const without = groups.map((group) => {
    const others = judged.filter((each) => each.set !== group);
    return [group, { weights: weights.get(group)!, confidence: fitConfidence(others) }] as const;
  });
  const whole = { weights: fitScorer(lessons, priorWeights), confidence: fitConfidence(judged) };
  return { whole, without: new Map(without) };
}

/** How the answers to a group of sets fare under weights that have not seen it. */
function judge(studies: readonly Study[], group: string, weights: ScorerWeights): readonly Judged[] {
  const own = studies.filter((study) => groupOf(study.set) === group);
  const judged: Judged[] = [];
  for (const list of Map.groupBy(own, (study) => study.row).values()) {
    const settled = settleSlates(list.map((study) => rankSlate(study.slate, weights)));
    for (const [at, study] of list.entries()) {
      const { ask, ranked, absent } = settled[at]!;
      if (ranked.length === 0 || study.isOpen) continue;
      judged.push({
        set: group,
        features: confidenceFeatures(ask, ranked, absent),
        isRight: isBestRight(study, settled[at]!),
        weight: Math.sqrt(300 / own.length),
      });
    }
  }
  return judged;
}

function isBestRight(study: Study, slate: RankedSlate): boolean {
  const best = slate.ranked[0]!;
  return study.isRight[study.slate.candidates.indexOf(best.candidate)] === true;
}
