import type { Migration } from '../migrate.ts';

/** Folders and mailboxes that files come from by themselves. */
export const sources: Migration = {
  name: '008-sources',
  statements: [
    `create table sources (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      kind text not null,
      name text not null,
      owner_kind text not null,
      owner_id text not null,
      settings text not null,
      sealed_secret text,
      paused integer not null,
      due_at bigint not null,
      looks bigint not null,
      lease_until bigint,
      failures integer not null,
      files bigint not null,
      succeeded_at bigint,
      failed_at bigint,
      error text,
      created_at bigint not null
    )`,
    'create index sources_workspace on sources (workspace_id, created_at, id)',
    'create index sources_due on sources (due_at) where paused = 0',
    // What was taken and is not yet moved away: where a look dies in between, the next one takes it no second time.
    `create table source_items (
      source_id text not null references sources (id) on delete cascade,
      workspace_id text not null,
      item_key text not null,
      mark text not null,
      taken_at bigint not null,
      primary key (source_id, item_key)
    )`,
  ],
};
