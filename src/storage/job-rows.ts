import type { Generated } from 'kysely';

export type JobRow = {
  id: Generated<number>;
  workspace_id: string;
  kind: string;
  /** Turns are taken by workspace, then by group (a batch). */
  group_id: string;
  /** JSON: what the kind needs. */
  data: string;
  /** At most one open job a kind and key. */
  dedupe_key: string | null;
  /** `delayed` becomes `ready` at `run_at`. A finished job's row is gone: its outcome stands elsewhere. */
  state: 'ready' | 'delayed' | 'running' | 'dead';
  priority: number;
  run_at: number;
  /** How often it was claimed. With `worker` it fences: who holds an older number is too late. */
  attempts: number;
  /** Failures allowed in all. */
  attempts_max: number;
  /** Attempts that ended in an error. */
  failures: number;
  /** Attempts whose worker died. */
  losses: number;
  worker: string | null;
  lease_until: number | null;
  last_error: string | null;
  created_at: number;
};

/** Counters of one group's open jobs, so that the next job is found without counting. Gone with its last job. */
export type JobGroupRow = {
  workspace_id: string;
  group_id: string;
  ready: number;
  /** Ready, delayed and running. */
  open: number;
  /** In hand or done: the group with the fewest goes first. */
  served: number;
  created_at: number;
};

export type JobWorkspaceRow = {
  workspace_id: string;
  ready: number;
  /** Number of its latest turn; the lowest goes next. */
  turn: number;
};

/** A change of a group's counters that waits to be added to them; PostgreSQL only. */
export type JobChangeRow = {
  workspace_id: string;
  group_id: string;
  ready: number;
  open: number;
  served: number;
  created_at: number;
};
