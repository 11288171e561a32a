/**
 * Fits the extraction model: `node src/cli/train-extraction.ts FOLDER…`
 *
 * Writes src/extraction/extraction-model.json: weights fitted on all sets, beside the figures that each set reached
 * under weights that had not seen it. Nothing of the documents goes into the file.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type ExtractionEvaluation,
  evaluateExtraction,
} from '../evaluation/extraction/evaluate-extraction.ts';
import { findTruthSets } from '../evaluation/extraction/truth-set.ts';
import { defaultReadingLimits } from '../reading/limits.ts';
import { readDocument } from '../reading/read-document.ts';

const folders = await findTruthSets(process.argv.slice(2));
const { sets, models } = await evaluateExtraction(folders, {
  read: async (file) =>
    readDocument(await readFile(file), path.basename(file), {
      limits: defaultReadingLimits,
      ocrLanguages: ['eng', 'deu'],
    }),
  cache: process.env.READINGS_CACHE ?? '.cache/readings',
  parallel: 1,
  leaveOneOut: true,
  onProgress: (text) => process.stderr.write(`${text}\n`),
});
for (const set of sets) process.stdout.write(`${describe(set)}\n`);
process.stdout.write(`confidence stated → found: ${describeCalibration(sets)}\n`);

const target = new URL('../extraction/extraction-model.json', import.meta.url);
const figures = Object.fromEntries(sets.map((set) => [set.name, describe(set)]));
await writeFile(target, `${JSON.stringify({ figures, ...models!.whole }, undefined, 1)}\n`);
// Reading may leave OCR workers behind.
process.exit(0);

function describe(set: ExtractionEvaluation): string {
  const { score, interval, items } = set;
  const [low, high] = interval;
  const rows =
    items === undefined
      ? ''
      : `; items ${items.rowsRight} of ${items.rows} rows right (${items.given} given), ${items.cellsRight} of ${items.cells} cells`;
  return (
    `${set.name}: ${set.files} files, micro F1 ${score.f1.toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)}), ` +
    `precision ${score.precision.toFixed(3)}, recall ${score.recall.toFixed(3)}${rows}; ` +
    `${set.millisecondsAPage.toFixed(0)} ms a page; ${set.invented.length} invented`
  );
}

/** By tenth, all sets together. */
function describeCalibration(sets: readonly ExtractionEvaluation[]): string {
  const tenths = Array.from({ length: 10 }, (_, tenth) => {
    const bins = sets.map(({ calibration }) => calibration[tenth]!);
    const count = bins.reduce((sum, bin) => sum + bin.count, 0);
    const mean = (key: 'confidence' | 'right') =>
      bins.reduce((sum, bin) => sum + bin.count * bin[key], 0) / Math.max(1, count);
    return count === 0 ? undefined : `${mean('confidence').toFixed(2)} → ${mean('right').toFixed(2)}`;
  });
  return tenths.filter((text) => text !== undefined).join(', ');
}
