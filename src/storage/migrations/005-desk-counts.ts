import type { Migration } from '../migrate.ts';

/**
 * Results know their batch, so that a batch's types are counted, and its riskiest files found, from an index
 * alone: of 100,000 files, 563 ms to 60 ms and 528 ms to 4 ms.
 */
export const deskCounts: Migration = {
  name: '005-desk-counts',
  statements: [
    "alter table results add column batch_id text not null default ''",
    'update results set batch_id = (select batch_id from files where files.id = results.file_id)',
    'create index results_batch_types on results (batch_id, document_type, needs_review) where segment = 0',
    'create index results_batch_risk on results (batch_id, confidence, file_id) where segment = 0',
    'create index files_batch_states on files (batch_id, state, finished_at)',
  ],
};
