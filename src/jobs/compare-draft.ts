import type { DocumentType } from '../classification/document-type.ts';
import type { ClassifierSettings } from '../engine/task.ts';
import type { Classification } from '../storage/classifications.ts';
import { answersOfVersion } from '../storage/evaluation-answers.ts';
import { findGuard, findReadings, findSetFiles } from '../storage/evaluation-sets.ts';
import { type AnswerAgainParts, openAnswering } from './answer-again.ts';
import { countPairs, isKnown, type PairedCounts } from './judge-version.ts';

/** A person waits for the answer to a save, twice as long where the version in use was not evaluated. */
const comparedFilesMax = 100;

export type DraftComparison = PairedCounts & {
  readonly setId: string;
  readonly setName: string;
  readonly changed: readonly {
    readonly fileId: string;
    readonly name: string;
    readonly expected: string;
    readonly before: string | undefined;
    readonly after: string | undefined;
  }[];
};

/**
 * Types and settings that are not saved yet, beside the version in use, on the newest files of the guarding set.
 * Undefined where there is none. Files of types that the draft no longer has say nothing of it.
 */
export async function compareDraft(
  parts: AnswerAgainParts,
  { workspaceId, id: classificationId, version, documentTypes, settings }: Classification,
  draft: { readonly documentTypes: readonly DocumentType[]; readonly settings: ClassifierSettings },
): Promise<DraftComparison | undefined> {
  const { database } = parts;
  const guard = await findGuard(database, { workspaceId, classificationId });
  if (guard === undefined) return undefined;
  const names = draft.documentTypes.map(({ name }) => name);
  const files = (await findSetFiles(database, workspaceId, guard, comparedFilesMax)).filter(
    ({ documentType }) => isKnown(names, documentType),
  );
  const readings = await findReadings(
    database,
    workspaceId,
    files.map(({ fileId }) => fileId),
  );
  const key = { workspaceId, classificationId, version };
  const known = await answersOfVersion(database, key, guard.id);
  const now = { types: documentTypes, settings, test: true };
  const then = { types: draft.documentTypes, settings: draft.settings, test: true };
  await using current = await openAnswering(parts, key, now);
  await using changed = await openAnswering(parts, key, then);
  const pairs: DraftComparison['changed'][number][] = [];
  for (const { fileId, documentType: expected } of files) {
    const reading = readings.get(fileId);
    if (reading?.readingKey === undefined) continue;
    const file = { ...reading, readingKey: reading.readingKey };
    const before = known.has(fileId) ? known.get(fileId) : (await current.answer(file))?.documentType;
    const after = (await changed.answer(file))?.documentType;
    pairs.push({ fileId, name: reading.name, expected, before, after });
  }
  return {
    ...countPairs(pairs),
    setId: guard.id,
    setName: guard.name,
    changed: pairs.filter(({ before, after }) => before !== after),
  };
}
