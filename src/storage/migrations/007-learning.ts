import type { Migration } from '../migrate.ts';

/** What classifications learned, as versions that can be compared, brought back and evaluated. */
export const learning: Migration = {
  name: '007-learning',
  statements: [
    'alter table classifications add column version integer not null default 1',
    // Null: answered before versions were kept.
    'alter table results add column version integer',
    `create table classification_versions (
      classification_id text not null references classifications (id) on delete cascade,
      version integer not null,
      workspace_id text not null,
      revision integer not null,
      cause text not null,
      amount integer not null,
      by_name text,
      verdict text,
      created_at bigint not null,
      primary key (classification_id, version)
    )`,
    `create table lessons (
      file_id text not null references files (id) on delete cascade,
      from_version integer not null,
      until_version integer,
      workspace_id text not null,
      classification_id text not null references classifications (id) on delete cascade,
      document_type text not null,
      source text not null,
      primary key (file_id, from_version)
    )`,
    'create index lessons_classification on lessons (classification_id, from_version, file_id)',
    `create table evaluation_sets (
      id text primary key,
      workspace_id text not null,
      classification_id text not null references classifications (id) on delete cascade,
      name text not null,
      source text not null,
      batch_id text,
      created_at bigint not null
    )`,
    'create index evaluation_sets_classification on evaluation_sets (classification_id, created_at)',
    `create table labelled_files (
      file_id text primary key references files (id) on delete cascade,
      workspace_id text not null,
      classification_id text not null references classifications (id) on delete cascade,
      set_id text references evaluation_sets (id) on delete cascade,
      document_type text not null,
      by_name text not null
    )`,
    'create index labelled_files_owner on labelled_files (classification_id, set_id, file_id)',
    `create table evaluations (
      id text primary key,
      workspace_id text not null,
      classification_id text not null references classifications (id) on delete cascade,
      set_id text not null references evaluation_sets (id) on delete cascade,
      version integer not null,
      automatic integer not null,
      state text not null,
      files integer not null,
      summary text,
      error text,
      created_at bigint not null,
      finished_at bigint
    )`,
    'create index evaluations_classification on evaluations (classification_id, id)',
    `create table evaluation_answers (
      evaluation_id text not null references evaluations (id) on delete cascade,
      file_id text not null references files (id) on delete cascade,
      workspace_id text not null,
      expected text not null,
      answer text,
      confidence double precision,
      close integer,
      milliseconds double precision,
      primary key (evaluation_id, file_id)
    )`,
    'create index evaluation_answers_file on evaluation_answers (file_id)',
    // What was there before is version 1.
    `insert into classification_revisions
      (classification_id, workspace_id, revision, document_types, settings, created_at)
      select id, workspace_id, revision, document_types, settings, updated_at from classifications
      where not exists (
        select 1 from classification_revisions
        where classification_revisions.classification_id = classifications.id
          and classification_revisions.revision = classifications.revision)`,
    `insert into classification_versions
      (classification_id, version, workspace_id, revision, cause, amount, created_at)
      select id, 1, workspace_id, revision, 'defined', 0, updated_at from classifications`,
    `insert into lessons (file_id, from_version, workspace_id, classification_id, document_type, source)
      select corrections.file_id, 1, corrections.workspace_id, corrections.classification_id,
        corrections.document_type, 'correction'
      from corrections inner join classifications on classifications.id = corrections.classification_id`,
  ],
};
