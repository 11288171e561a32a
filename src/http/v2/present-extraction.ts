import { listMissing } from '../../extraction/edit-values.ts';
import { type ExtractedDocument, listValues } from '../../extraction/extracted.ts';
import type { FileExtraction } from '../../storage/file-extraction.ts';
import type { ByHand, ValueEdit } from '../../storage/value-edits.ts';
import type { Extraction, TriedFields } from './detail-schemas.ts';
import { roundConfidence, toTime } from './present.ts';

const noHand: ByHand = { edits: [], confirmed: undefined };

export function toExtraction({ extracted, byHand, ...ids }: FileExtraction): Extraction {
  const { confirmed } = byHand;
  return {
    ...ids,
    ...toExtracted(extracted ?? { fields: [], checks: [] }, byHand),
    ...(confirmed && { confirmed: { by: confirmed.by, at: toTime(confirmed.at) } }),
  };
}

export function toExtracted(extracted: ExtractedDocument, { edits } = noHand): TriedFields {
  const editByPath = new Map(edits.map((edit) => [edit.path, edit]));
  return {
    values: listValues(extracted).map(([path, { text, confidence, evidence }]) => ({
      path,
      text,
      confidence: roundConfidence(confidence),
      evidence: evidence.map(({ page, box, text: words }) => ({ page, box: [...box], text: words })),
      ...toEdited(editByPath.get(path)),
    })),
    missing: [...listMissing(extracted)],
    checks: toChecks(extracted, edits),
  };
}

export function toEdited(edit: ValueEdit | undefined) {
  if (edit === undefined) return {};
  const { previous, by, at } = edit;
  return { edited: { ...(previous && { previous: previous.text }), by, at: toTime(at) } };
}

/** What a person wrote was not checked: a check that met the value before says nothing of it. */
export function toChecks({ checks }: ExtractedDocument, edits: ByHand['edits']): TriedFields['checks'] {
  const paths = new Set(edits.map(({ path }) => path));
  return checks
    .filter(({ fields }) => !fields.some((field) => paths.has(field)))
    .map(({ name, passed, message, fields }) => ({ name, passed, message, fields: [...fields] }));
}
