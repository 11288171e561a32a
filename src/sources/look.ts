import type { BlobStore } from '../storage/blobs.ts';
import type { Database } from '../storage/database.ts';
import type { Look } from '../storage/source-looks.ts';
import type { Sealer } from './seal-secret.ts';
import type { SourceLimits } from './source-settings.ts';

/** What a look works with. */
export type LookParts = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly limits: SourceLimits;
  readonly sealer: Sealer;
  /** Called after a commit that took files: wakes the queue. */
  readonly onTaken: () => void;
  readonly look: Look;
  /** The server stops, or the look is no longer ours. */
  readonly signal: AbortSignal;
};

/** How a look ended, where it did not throw. */
export type Looked = {
  /** There is more to take, or what was seen may be complete soon: look again before the interval is over. */
  readonly again: boolean;
  /** What could not be taken, in words for a person. */
  readonly trouble?: string | undefined;
};
