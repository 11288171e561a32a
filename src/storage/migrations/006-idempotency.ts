import type { Migration } from '../migrate.ts';

/** Answers of requests that carried an Idempotency-Key, kept for a day. */
export const idempotency: Migration = {
  name: '006-idempotency',
  statements: [
    `create table idempotency_keys (
      workspace_id text not null,
      key text not null,
      fingerprint text not null,
      status integer,
      answer text,
      created_at bigint not null,
      primary key (workspace_id, key)
    )`,
    'create index idempotency_keys_age on idempotency_keys (created_at)',
  ],
};
