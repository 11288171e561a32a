import type { Migration } from '../migrate.ts';

/** Templates, what their files gave, and which of those files came from a classification. */
export const extraction: Migration = {
  name: '003-extraction',
  statements: [
    `create table templates (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      description text,
      language text not null,
      options text not null,
      fields text not null,
      revision integer not null,
      created_at bigint not null,
      updated_at bigint not null
    )`,
    'create index templates_workspace on templates (workspace_id, created_at)',
    `create table extractions (
      file_id text primary key references files (id) on delete cascade,
      workspace_id text not null,
      revision integer not null,
      created_at bigint not null,
      result text not null,
      -- Last, because long: lists need the plain result only.
      extracted text not null
    )`,
    // Both ends in it: whichever goes takes the link along, and leaves the other as it is.
    `create table linked_batches (
      source_batch_id text not null references batches (id) on delete cascade,
      template_id text not null,
      batch_id text not null references batches (id) on delete cascade,
      workspace_id text not null,
      primary key (source_batch_id, template_id)
    )`,
    'create unique index linked_batches_batch on linked_batches (batch_id)',
    `create table linked_files (
      source_file_id text primary key references files (id) on delete cascade,
      workspace_id text not null,
      template_id text not null,
      batch_id text not null,
      file_id text not null references files (id) on delete cascade
    )`,
    'create unique index linked_files_file on linked_files (file_id)',
  ],
};
