import { toCompleteResult } from '../extraction/complete-result.ts';
import { extractFields } from '../extraction/extract-fields.ts';
import { onlyPages, splitIntoPages } from '../extraction/page-range.ts';
import type { Document } from '../reading/document.ts';
import type { ExtractedFile, ExtractedPart, ExtractTask, ReaderSettings } from './task.ts';

/** The values of a template's fields in a document, or in each of its pages where the task splits it. */
export async function extract(
  task: ExtractTask,
  document: Document,
  settings: ReaderSettings,
): Promise<ExtractedFile> {
  const asked = onlyPages(document, task.pages);
  const units = task.splitPages === true ? splitIntoPages(asked) : undefined;
  const [first = await extractPart(task, asked, settings), ...others] = await extractPages(
    task,
    units ?? [],
    settings,
  );
  return {
    reading: undefined,
    mediaType: document.mediaType,
    pageCount: document.pageCount,
    warnings: document.warnings,
    parts: [first, ...others],
  };
}

async function extractPages(
  task: ExtractTask,
  units: readonly Document[],
  settings: ReaderSettings,
): Promise<ExtractedPart[]> {
  const parts: ExtractedPart[] = [];
  for (const unit of units)
    parts.push({ page: unit.pages[0]!.number, ...(await extractPart(task, unit, settings)) });
  return parts;
}

async function extractPart(
  { fields }: ExtractTask,
  document: Document,
  { readEmbeddedInvoices }: ReaderSettings,
): Promise<ExtractedPart> {
  const extracted = await extractFields(document, fields, { useEmbedded: readEmbeddedInvoices !== false });
  return { extracted, result: toCompleteResult(fields, extracted) };
}
