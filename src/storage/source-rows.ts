import type { BatchRow } from './file-rows.ts';

/** A folder or mailbox that files come from by themselves. */
export type SourceRow = {
  id: string;
  workspace_id: string;
  kind: 'folder' | 'mailbox';
  name: string;
  owner_kind: BatchRow['owner_kind'];
  owner_id: string;
  /** JSON, without a secret. */
  settings: string;
  sealed_secret: string | null;
  paused: number;
  due_at: number;
  /** Counts the looks at it; fences a worker whose lease is over. */
  looks: number;
  lease_until: number | null;
  /** Looks that failed since the last one that did not. */
  failures: number;
  files: number;
  succeeded_at: number | null;
  failed_at: number | null;
  error: string | null;
  created_at: number;
};

/** What was taken from a source and is not yet moved away. */
export type SourceItemRow = {
  source_id: string;
  workspace_id: string;
  item_key: string;
  mark: string;
  taken_at: number;
};
