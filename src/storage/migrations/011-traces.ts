import type { Migration } from '../migrate.ts';

/** The trace (a W3C traceparent) in which a batch became final goes on with telling of it. */
export const traces: Migration = {
  name: '011-traces',
  statements: ['alter table webhook_deliveries add column traceparent text'],
};
