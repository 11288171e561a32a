import type { Generated } from 'kysely';

export type ClassificationRow = {
  id: string;
  workspace_id: string;
  name: string;
  description: string | null;
  /** JSON: DocumentType[]. */
  document_types: string;
  /** JSON: thresholds and other settings of our own; `{}` by default. */
  settings: string;
  /** JSON: Retention; null where everything is kept. */
  retention: string | null;
  /** Grows by one with each change of the types: results carry the revision that made them. */
  revision: number;
  /** Grows by one with each change of what answers: types, settings or lessons. */
  version: Generated<number>;
  created_at: number;
  updated_at: number;
};

/** Types and settings as they were at each revision of a classification. */
export type ClassificationRevisionRow = {
  classification_id: string;
  workspace_id: string;
  revision: number;
  document_types: string;
  settings: string;
  created_at: number;
};

/** Why a version came: types or settings changed, lessons came or went, an earlier version was brought back. */
export type VersionCause = 'defined' | 'taught' | 'forgotten' | 'restored';

/** What the guarding evaluation set says of it; `accepted`: a person wants it although it is worse. */
export type Verdict = 'fine' | 'worse' | 'accepted';

/** All that answers: a revision of types and settings, and the lessons in force. */
export type ClassificationVersionRow = {
  classification_id: string;
  version: number;
  workspace_id: string;
  revision: number;
  cause: VersionCause;
  /** Lessons that came or went; of `restored` the version that was brought back. */
  amount: number;
  /** Name of the API key. */
  by_name: string | null;
  verdict: Verdict | null;
  created_at: number;
};
