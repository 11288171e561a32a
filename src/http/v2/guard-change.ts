import type { DocumentType } from '../../classification/document-type.ts';
import { Failure } from '../../errors.ts';
import type { AnswerAgainParts } from '../../jobs/answer-again.ts';
import { compareDraft } from '../../jobs/compare-draft.ts';
import type { Classification, ClassificationSettings } from '../../storage/classifications.ts';
import { toChanges } from './evaluations.ts';

/**
 * Throws `worse_on_evaluation`, with the comparison, where changed types answer the newest files of the guarding
 * evaluation set worse than those in use: fewer files rightly, counted file by file.
 */
export async function guardChange(
  parts: AnswerAgainParts,
  before: Classification,
  change: {
    readonly documentTypes?: readonly DocumentType[] | undefined;
    readonly settings?: ClassificationSettings | undefined;
  },
): Promise<void> {
  const { documentTypes = before.documentTypes, settings = before.settings } = change;
  const draft = { documentTypes, settings };
  if (decisive(draft) === decisive(before)) return;
  const comparison = await compareDraft(parts, before, draft);
  if (comparison === undefined || comparison.worse <= comparison.better) return;
  const { files, better, worse, setName, changed } = comparison;
  const refusal = new Failure(
    'worse_on_evaluation',
    `Of ${files} files of "${setName}", ${worse} would be answered wrongly that are right now, and ${better} rightly that are wrong; nothing was saved. Send "force": true to save it all the same`,
  );
  throw Object.assign(refusal, { comparison: { files, better, worse, changed: toChanges(changed) } });
}

/** All that can change which type is answered. */
function decisive(by: {
  readonly documentTypes: readonly DocumentType[];
  readonly settings: ClassificationSettings;
}): string {
  const types = by.documentTypes.map(({ name, description, uniqueWords }) => [
    name,
    description,
    uniqueWords,
  ]);
  return JSON.stringify([types, by.settings.otherThreshold]);
}
