import type { Migration } from '../migrate.ts';

/** Who is told of finished batches, and what became of each telling. */
export const webhooks: Migration = {
  name: '004-webhooks',
  statements: [
    // The event that told of the file: each file is told of once.
    'alter table files add column event_id text',
    `create table webhook_endpoints (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      url text not null,
      secret text not null,
      events text not null,
      created_at bigint not null,
      disabled_at bigint,
      disabled_reason text
    )`,
    'create index webhook_endpoints_workspace on webhook_endpoints (workspace_id, created_at)',
    `create table webhook_deliveries (
      id text primary key,
      workspace_id text not null,
      endpoint_id text not null references webhook_endpoints (id) on delete cascade,
      event_id text not null,
      event text not null,
      batch_id text,
      state text not null,
      attempts integer not null,
      next_at bigint not null,
      lease_until bigint,
      created_at bigint not null,
      finished_at bigint
    )`,
    "create index webhook_deliveries_due on webhook_deliveries (next_at) where state = 'waiting'",
    'create index webhook_deliveries_endpoint on webhook_deliveries (endpoint_id, created_at)',
    'create index webhook_deliveries_workspace on webhook_deliveries (workspace_id, created_at, id)',
    `create table webhook_attempts (
      delivery_id text not null references webhook_deliveries (id) on delete cascade,
      number integer not null,
      at bigint not null,
      milliseconds integer not null,
      status integer,
      error text,
      response text,
      primary key (delivery_id, number)
    )`,
  ],
};
