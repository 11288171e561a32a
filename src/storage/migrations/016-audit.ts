import type { Migration } from '../migrate.ts';

/** Who changed what and when. No reference to any row: the record outlives what it tells of. */
export const audit: Migration = {
  name: '016-audit',
  statements: [
    // Ids sort by time.
    `create table audit_events (
      id text primary key,
      workspace_id text not null,
      at bigint not null,
      actor_kind text not null,
      actor_id text,
      actor_name text not null,
      action text not null,
      resource_kind text not null,
      resource_id text not null,
      summary text not null,
      request_id text
    )`,
    'create index audit_events_workspace on audit_events (workspace_id, id)',
    'create index audit_events_resource on audit_events (workspace_id, resource_id, id)',
    'create index audit_events_age on audit_events (at)',
  ],
};
