import { defaultReadingLimits } from '../reading/limits.ts';
import { createProcessPool, type ProcessPool } from './process-pool.ts';
import type { ReaderWatch } from './reader-child.ts';

/** The operator's bounds on reading; part of the configuration. */
export type PoolSettings = {
  readonly readerMemoryBytes: number;
  readonly pageTimeoutMs: number;
  readonly fileTimeoutMs: number;
  readonly pagesMax: number;
  readonly ocrLanguages: readonly string[];
  readonly readEmbeddedInvoices?: boolean;
};

/** Reader processes under the operator's bounds, the same for the server and for commands without one. */
export function openPool(
  settings: PoolSettings,
  options: ReaderWatch & {
    readonly size: number;
    readonly waitingMax: number;
    /** Folders that hold the files to read; anywhere where undefined. */
    readonly readable?: readonly string[];
    /** Readers that hardly ever classify need not be ready for it. */
    readonly warm?: boolean;
  },
): ProcessPool {
  const { readerMemoryBytes: memoryBytes, pageTimeoutMs, fileTimeoutMs, pagesMax, ocrLanguages } = settings;
  const { readEmbeddedInvoices = true } = settings;
  const { warm = true } = options;
  const limits = { ...defaultReadingLimits, pages: pagesMax };
  return createProcessPool({
    ...options,
    bounds: { memoryBytes, pageTimeoutMs, fileTimeoutMs, readable: options.readable },
    settings: { limits, ocrLanguages, readEmbeddedInvoices, warm },
  });
}
