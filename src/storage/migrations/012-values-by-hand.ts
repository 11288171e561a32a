import type { Migration } from '../migrate.ts';

/** History of templates; values that people edited and confirmed; events about one file. */
export const valuesByHand: Migration = {
  name: '012-values-by-hand',
  statements: [
    `create table template_revisions (
      template_id text not null references templates (id) on delete cascade,
      workspace_id text not null,
      revision integer not null,
      language text not null,
      options text not null,
      fields text not null,
      created_at bigint not null,
      primary key (template_id, revision)
    )`,
    // Both go with the extraction that they are about.
    `create table value_edits (
      file_id text not null references extractions (file_id) on delete cascade,
      path text not null,
      workspace_id text not null,
      previous text,
      api_key_id text not null,
      api_key_name text not null,
      created_at bigint not null,
      primary key (file_id, path)
    )`,
    `create table value_confirmations (
      file_id text primary key references extractions (file_id) on delete cascade,
      workspace_id text not null,
      api_key_id text not null,
      api_key_name text not null,
      created_at bigint not null
    )`,
    'alter table webhook_deliveries add column file_id text',
  ],
};
