import { basename } from 'node:path';
import { openPool } from '../engine/open-pool.ts';
import type { ProcessPool } from '../engine/process-pool.ts';
import type { FileTask } from '../engine/task.ts';
import { Failure } from '../errors.ts';
import { createLog } from '../log.ts';
import { inLanes } from './in-lanes.ts';
import { showProgress } from './progress.ts';
import { configFromEnvironment } from './settings.ts';

/** What is said of one file. */
export type FileLine<Result> =
  | { readonly file: string; readonly result: Result }
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } };

/**
 * Works on files without a server, in reader processes, with a progress bar. Tells the lines in the order of
 * the files, each as soon as those before it are known. A file that fails is a line; a bug is thrown.
 */
export async function answerFiles<Result>(
  paths: readonly string[],
  work: (pool: ProcessPool, file: FileTask) => Promise<Result>,
  onLine: (line: FileLine<Result>) => void,
): Promise<readonly FileLine<Result>[]> {
  const config = configFromEnvironment();
  const size = Math.min(config.readers, paths.length);
  await using pool = openPool(config, { size, waitingMax: 0, log: createLog('error') });
  const progress = showProgress(paths.length, 'files');
  const lines: FileLine<Result>[] = [];
  let told = 0;
  await inLanes(paths, size, async (path, index) => {
    lines[index] = await work(pool, { path, name: basename(path) }).then(
      (result) => ({ file: path, result }),
      (error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        return { file: path, error: { code: error.code, message: error.message } };
      },
    );
    progress.step(basename(path));
    for (let line = lines[told]; line !== undefined; line = lines[told]) {
      onLine(line);
      told += 1;
    }
  });
  progress.end();
  return lines;
}
