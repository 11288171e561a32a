import type { Migration } from '../migrate.ts';

/** How long originals and results are kept. A file without its original has an empty `blob_key`: no blob is named so. */
export const retention: Migration = {
  name: '017-retention',
  statements: [
    'alter table classifications add column retention text',
    'alter table templates add column retention text',
    'alter table files add column originals_deleted_at bigint',
  ],
};
