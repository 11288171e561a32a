import type { Migration } from '../migrate.ts';

/** What several servers on one PostgreSQL need; on SQLite the tables stay empty. */
export const scale: Migration = {
  name: '009-scale',
  statements: [
    // Secrets that all servers share, where they share no disk.
    `create table server_secrets (
      name text primary key,
      value text not null,
      created_at bigint not null
    )`,
    // How jobs changed since the counters were last brought up to date.
    `create table job_changes (
      workspace_id text not null,
      group_id text not null,
      ready integer not null,
      open integer not null,
      served integer not null,
      created_at bigint not null
    )`,
  ],
  postgresStatements: [
    // Rows that live for seconds: room to change them in place, and their remains taken away early.
    'alter table jobs set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0)',
    'alter table job_changes set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0)',
    'alter table job_groups set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)',
    'alter table job_workspaces set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)',
    'create index job_groups_ended on job_groups (workspace_id) where open = 0',
  ],
};
