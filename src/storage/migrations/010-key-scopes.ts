import type { Migration } from '../migrate.ts';

/** What a key may do, what it is bound to, and until when. Keys from before could do everything, and still can. */
export const keyScopes: Migration = {
  name: '010-key-scopes',
  statements: [
    "alter table api_keys add column scope text not null default 'admin'",
    'alter table api_keys add column classification_id text',
    'alter table api_keys add column template_id text',
    'alter table api_keys add column expires_at bigint',
  ],
};
