import { type ExtractedDocument, listValues } from '../../extraction/extracted.ts';
import type { Document } from '../../reading/document.ts';
import { boxWords } from './box-words.ts';

/**
 * Values that their evidence does not bear: a text that is not a stretch of the words of its evidence, evidence
 * whose words do not stand in its box on the page, a derived value without evidence.
 */
export function findInvented(document: Document, extracted: ExtractedDocument): readonly string[] {
  const invented: string[] = [];
  for (const [path, value] of listValues(extracted)) {
    if (value.source === 'embedded') continue;
    const claimed = compact(value.evidence.map((each) => each.text).join(' '));
    const isBorne =
      value.evidence.length > 0 && (value.kind === 'derived' || claimed.includes(compact(value.text)));
    const isThere = value.evidence.every((each) => isOnPage(document, each));
    if (!isBorne || !isThere) invented.push(`${path} = ${value.text}`);
  }
  return invented;
}

function isOnPage(
  document: Document,
  evidence: { page: number; box: readonly number[]; text: string },
): boolean {
  const words = boxWords(document, evidence.page, evidence.box);
  const there = new Map<string, number>();
  for (const word of words) there.set(word, (there.get(word) ?? 0) + 1);
  return evidence.text.split(' ').every((word) => {
    const count = there.get(word) ?? 0;
    there.set(word, count - 1);
    return count > 0;
  });
}

function compact(text: string): string {
  return text.replace(/\s+/g, '');
}
