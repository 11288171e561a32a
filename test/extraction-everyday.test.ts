/**
 * What a newcomer would try: a dozen everyday documents of our own making, in four languages, with fields in plain
 * words. The folder is one that `npm run evaluate -- fixtures/everyday` takes; its figures are no measure of accuracy,
 * as the engine was mended while looking at it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeColumnPdf } from '../fixtures/text-pdf.ts';
import { findInvented } from '../src/evaluation/extraction/invented.ts';
import { compareField, compareItems, type ItemCounts } from '../src/evaluation/extraction/metrics.ts';
import { openTruthSet, type TruthRow, type TruthSet } from '../src/evaluation/extraction/truth-set.ts';
import { extractFields } from '../src/extraction/extract-fields.ts';
import { type PlainResult, toPlainResult } from '../src/extraction/extracted.ts';
import { defaultReadingLimits } from '../src/reading/limits.ts';
import { readDocument } from '../src/reading/read-document.ts';

/** Asked for in good faith, and not answered yet. */
const notYet = new Set([
  'txt cv-en current_position',
  'pdf cv-en current_position',
  'txt statement-en account_number',
  'pdf statement-en account_number',
]);

const asText = (text: string) => Buffer.from(text);
const asPdf = (text: string) => writeColumnPdf([text.split('\n')]);

for (const [form, write] of [
  ['txt', asText],
  ['pdf', asPdf],
] as const) {
  test(`everyday documents give what was asked for in plain words (${form})`, async () => {
    const set = await openTruthSet(join(import.meta.dirname, '../fixtures/everyday'));
    const wrong: string[] = [];
    for (const row of set.rows) {
      const bytes = write(await readFile(row.path, 'utf8'));
      const document = await readDocument(bytes, `document.${form}`, {
        limits: defaultReadingLimits,
        ocrLanguages: ['eng'],
      });
      const extracted = await extractFields(document, row.fields);
      assert.deepEqual(findInvented(document, extracted), []);
      wrong.push(...findWrong(form, set, row, toPlainResult(extracted)));
    }
    assert.deepEqual(wrong, []);
  });
}

function findWrong(form: string, set: TruthSet, row: TruthRow, result: PlainResult): string[] {
  const name = row.name.replace(/^files\/|\.txt$/g, '');
  return row.fields.flatMap((field) => {
    const at = `${form} ${name} ${field.key}`;
    const answer = result[field.key];
    const given = `${at}: ${JSON.stringify(answer)} for ${JSON.stringify(row.truth[field.key])}`;
    if (field.items?.type === 'object') {
      const items: ItemCounts = { rows: 0, given: 0, rowsRight: 0, cells: 0, cellsGiven: 0, cellsRight: 0 };
      compareItems(field, row.truth[field.key], answer, items);
      return items.rowsRight === items.rows && items.given === items.rows ? [] : [given];
    }
    const isRight = compareField(set, row, field, answer).misses.length === 0;
    return isRight === notYet.has(at) ? [given] : [];
  });
}
