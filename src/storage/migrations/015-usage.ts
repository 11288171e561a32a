import type { Migration } from '../migrate.ts';

/**
 * What was worked on, kept when the files are long gone. Rows are only ever added: a counter that every finished file
 * raises would make workers wait for each other, and two of them that settle several files deadlock.
 */
export const usage: Migration = {
  name: '015-usage',
  statements: [
    `create table usage_records (
      id text primary key,
      workspace_id text not null,
      day text not null,
      owner_kind text not null,
      owner_id text not null,
      processed bigint not null,
      failed bigint not null,
      pages bigint not null,
      bytes bigint not null,
      merged integer not null
    )`,
    'create index usage_records_day on usage_records (workspace_id, day)',
    'create index usage_records_loose on usage_records (day) where merged = 0',
  ],
};
