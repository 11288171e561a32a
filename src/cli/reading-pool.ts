import { availableParallelism } from 'node:os';
import { type Config, readConfig } from '../config.ts';
import { createProcessPool, type ProcessPool } from '../engine/process-pool.ts';
import type { Log } from '../log.ts';
import { defaultReadingLimits } from '../reading/limits.ts';

/** The settings of this run, from the environment. */
export function configFromEnvironment(): Config {
  return readConfig(process.env, availableParallelism());
}

/** Reader processes for commands that work without a server, with the limits of the server. */
export function openReadingPool(config: Config, log: Log): ProcessPool {
  return createProcessPool({
    size: config.readers,
    waitingMax: Number.MAX_SAFE_INTEGER,
    bounds: {
      memoryBytes: config.readerMemoryBytes,
      pageTimeoutMs: config.pageTimeoutMs,
      fileTimeoutMs: config.fileTimeoutMs,
    },
    settings: {
      limits: { ...defaultReadingLimits, pages: config.pagesMax },
      ocrLanguages: config.ocrLanguages,
    },
    log,
  });
}
