import type { Migration } from '../migrate.ts';

/** What people do at the desk: corrections of answers, and the history of classifications. */
export const desk: Migration = {
  name: '002-desk',
  statements: [
    // One a file: the first prediction stays in it, however often the answer is changed by hand.
    `create table corrections (
      file_id text primary key references files (id) on delete cascade,
      workspace_id text not null,
      classification_id text not null,
      reading_key text not null,
      predicted_type text not null,
      predicted_confidence double precision not null,
      document_type text not null,
      revision integer not null,
      api_key_id text not null,
      api_key_name text not null,
      created_at bigint not null
    )`,
    'create index corrections_classification on corrections (workspace_id, classification_id, created_at, file_id)',
    `create table classification_revisions (
      classification_id text not null references classifications (id) on delete cascade,
      workspace_id text not null,
      revision integer not null,
      document_types text not null,
      settings text not null,
      created_at bigint not null,
      primary key (classification_id, revision)
    )`,
    // Lists over all batches, newest first; ids sort by time.
    'create index files_workspace on files (workspace_id, id)',
    "create index files_failed on files (workspace_id, id) where state = 'failed'",
    'create index files_finished on files (workspace_id, finished_at)',
    'create index results_review on results (workspace_id, confidence, file_id) where needs_review = 1',
    'create index batches_workspace on batches (workspace_id, created_at, id)',
  ],
};
