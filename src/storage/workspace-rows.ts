import type { KeyScope } from './api-key.ts';

export type WorkspaceRow = { id: string; name: string; created_at: number };

export type ApiKeyRow = {
  id: string;
  workspace_id: string;
  name: string;
  /** SHA-256 of the key, hex. The key itself is shown once and never stored. */
  hash: string;
  /** First characters of the key, to tell keys apart in a list. */
  prefix: string;
  created_at: number;
  revoked_at: number | null;
  scope: KeyScope;
  /** What the key is bound to. */
  classification_id: string | null;
  template_id: string | null;
  expires_at: number | null;
};

/** One change, as it was recorded with it. */
export type AuditEventRow = {
  id: string;
  workspace_id: string;
  at: number;
  actor_kind: 'key' | 'system' | 'command line';
  actor_id: string | null;
  actor_name: string;
  action: string;
  resource_kind: string;
  resource_id: string;
  summary: string;
  request_id: string | null;
};

/** The answer to a request that may be repeated; without one while it is worked on. */
export type IdempotencyKeyRow = {
  workspace_id: string;
  key: string;
  fingerprint: string;
  status: number | null;
  answer: string | null;
  created_at: number;
};

/** Work that became final on one day (UTC) for one owner: one file, or many where merged. */
export type UsageRecordRow = {
  id: string;
  workspace_id: string;
  day: string;
  owner_kind: 'classification' | 'template';
  owner_id: string;
  processed: number;
  failed: number;
  pages: number;
  bytes: number;
  merged: number;
};

export type ServerSecretRow = { name: string; value: string; created_at: number };
