import type { CheckVersionData } from '../storage/check-version-kind.ts';
import { findClassification } from '../storage/classifications.ts';
import type { Database } from '../storage/database.ts';
import { findGuard, findSetFiles } from '../storage/evaluation-sets.ts';
import { startEvaluation } from '../storage/evaluations.ts';
import { isChecked } from '../storage/verdicts.ts';
import type { JobHandler } from './job-handler.ts';

/** Nobody waits for it, but it comes often, and takes a reader from uploads. */
const checkedFilesMax = 200;

/** Begins the evaluation of a classification's latest version on the set that guards it. */
export function createCheckVersionHandler({ database }: { readonly database: Database }): JobHandler {
  return {
    async run({ workspaceId, data }) {
      const { classificationId } = data as CheckVersionData;
      const key = { workspaceId, classificationId };
      const guard = await findGuard(database, key);
      const classification = await findClassification(database, workspaceId, classificationId);
      if (guard === undefined || classification === undefined) return undefined;
      const { version } = classification;
      if (await isChecked(database, { ...key, version }, guard.id)) return undefined;
      const files = await findSetFiles(database, workspaceId, guard, checkedFilesMax);
      if (files.length === 0) return undefined;
      const started = { ...key, version, setId: guard.id, automatic: true, files };
      return (transaction) => startEvaluation(transaction, started);
    },
  };
}
