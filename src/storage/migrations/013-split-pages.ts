import type { Migration } from '../migrate.ts';

/** A page of a PDF as a file of its own: it keeps the place of the file in its batch, and comes by its page. */
export const splitPages: Migration = {
  name: '013-split-pages',
  statements: [
    'alter table files add column page integer not null default 0',
    'drop index files_batch',
    'create unique index files_batch on files (batch_id, workspace_id, position, page)',
  ],
};
