import { findClassification } from '../storage/classifications.ts';
import type { Database } from '../storage/database.ts';
import { enqueueCheck } from '../storage/enqueue-check.ts';
import { type PairedAnswer, pairAnswers } from '../storage/evaluation-answers.ts';
import { findBaseline, forgetAutomatic, setVerdict } from '../storage/verdicts.ts';

export type PairedCounts = {
  readonly files: number;
  /** Wrong before, right after. */
  readonly better: number;
  /** Right before, wrong after. */
  readonly worse: number;
};

export function countPairs(pairs: readonly Omit<PairedAnswer, 'fileId' | 'name'>[]): PairedCounts {
  const was = pairs.map(({ expected, before }) => before === expected);
  const is = pairs.map(({ expected, after }) => after === expected);
  return {
    files: pairs.length,
    better: pairs.filter((_, index) => is[index] && !was[index]).length,
    worse: pairs.filter((_, index) => was[index] && !is[index]).length,
  };
}

type Judged = {
  readonly id: string;
  readonly classificationId: string;
  readonly setId: string;
  readonly version: number;
  /** Of the version: files of types that it does not have say nothing of it. */
  readonly types: readonly string[];
};

/**
 * Says of a version that went in whether it answers the guarding set worse than the one before it that was found
 * fine. To be called in the transaction that ends its automatic evaluation.
 */
export async function judgeVersion(
  transaction: Database,
  workspaceId: string,
  judged: Judged,
): Promise<void> {
  const { id, classificationId, setId, version, types } = judged;
  const key = { workspaceId, classificationId };
  const baseline = await findBaseline(transaction, key, { setId, before: id });
  const pairs =
    baseline === undefined
      ? []
      : await pairAnswers(transaction, workspaceId, { before: baseline, after: id });
  const { better, worse } = countPairs(pairs.filter(({ expected }) => isKnown(types, expected)));
  const isWorse = worse > better;
  await setVerdict(transaction, { ...key, version }, isWorse ? 'worse' : 'fine');
  await forgetAutomatic(transaction, key, isWorse && baseline !== undefined ? [id, baseline] : [id]);
  const latest = await findClassification(transaction, workspaceId, classificationId);
  if (latest !== undefined && latest.version !== version) await enqueueCheck(transaction, key);
}

export function isKnown(types: readonly string[], documentType: string): boolean {
  return documentType === 'other' || types.includes(documentType);
}
