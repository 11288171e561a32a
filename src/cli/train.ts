import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openPool } from '../engine/open-pool.ts';
import type { ProcessPool } from '../engine/process-pool.ts';
import { findDataSets, openDataSet, type ReadDataSet } from '../evaluation/data-set.ts';
import { readDataSet } from '../evaluation/read-data-set.ts';
import { trainAndMeasure } from '../evaluation/train-and-measure.ts';
import { toExampleSet } from '../evaluation/training-set.ts';
import { createLog } from '../log.ts';
import { readingCache } from './evaluate-leave-one-out.ts';
import { showProgress } from './progress.ts';
import { configFromEnvironment } from './settings.ts';

const defaultFolder = '../shared/datasets/classification';
const defaultOutput = 'src/classification/weights.json';

const help = `mailroom train [DATASET…] [--output FILE]

  Learns the matcher's weights from labelled folders (files/, labels.jsonl, types.json), each set
  measured by a matcher trained on the others, and writes them with those figures.
  The same folders give the same weights.

  DATASET        ${defaultFolder} where none is named
  --output FILE  ${defaultOutput} where none is named
`;

export async function train(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      output: { type: 'string', default: defaultOutput },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const config = configFromEnvironment();
  await using pool = openPool(config, { size: config.readers, waitingMax: 0, log: createLog('error') });
  const folders = positionals.length > 0 ? positionals : [defaultFolder];
  const sets = await readSets(folders, pool, config.readers);
  const weights = trainAndMeasure(sets.map(toExampleSet));
  await writeFile(values.output, `${JSON.stringify(weights, undefined, 1)}\n`);
  process.stdout.write(`${JSON.stringify(weights.figures, undefined, 1)}\n`);
  return 0;
}

async function readSets(folders: readonly string[], pool: ProcessPool, parallel: number) {
  const sets = await Promise.all((await findDataSets(folders)).map(openDataSet));
  const total = sets.reduce((sum, set) => sum + set.files.length, 0);
  const progress = showProgress(total, 'files read');
  const read: ReadDataSet[] = [];
  for (const set of sets)
    read.push(
      await readDataSet(set, {
        read: (path) => pool.run<'read'>({ kind: 'read', path, name: path }),
        cache: readingCache,
        parallel,
        onFile: () => progress.step(set.name),
      }),
    );
  progress.end();
  return read;
}
