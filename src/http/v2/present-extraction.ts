import { listValues } from '../../extraction/extracted.ts';
import type { LinkedExtraction } from '../../storage/linked-extraction.ts';
import { roundConfidence } from './present.ts';
import type { Extraction } from './schemas.ts';

export function toExtraction(linked: LinkedExtraction): Extraction {
  const { extracted, ...ids } = linked;
  if (extracted === undefined) return { ...ids, values: [], checks: [] };
  return {
    ...ids,
    values: listValues(extracted).map(([path, { text, confidence, evidence }]) => ({
      path,
      text,
      confidence: roundConfidence(confidence),
      evidence: evidence.map(({ page, box, text: words }) => ({ page, box: [...box], text: words })),
    })),
    checks: extracted.checks.map(({ name, passed, message, fields }) => ({
      name,
      passed,
      message,
      fields: [...fields],
    })),
  };
}
