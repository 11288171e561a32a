export type LessonSource = 'correction' | 'example';

/** A file whose type a person named: in force from one version until, and without, another. At most one a file and version. */
export type LessonRow = {
  file_id: string;
  from_version: number;
  until_version: number | null;
  workspace_id: string;
  classification_id: string;
  document_type: string;
  source: LessonSource;
};

/** A file that was uploaded with its type: into an evaluation set, or (without one) as an example. */
export type LabelledFileRow = {
  file_id: string;
  workspace_id: string;
  classification_id: string;
  set_id: string | null;
  document_type: string;
  by_name: string;
};

/** Files with their right types: uploaded ones, or all that people decided on. */
export type EvaluationSetRow = {
  id: string;
  workspace_id: string;
  classification_id: string;
  name: string;
  source: 'upload' | 'corrections';
  /** Of its uploaded files. */
  batch_id: string | null;
  created_at: number;
};

export type EvaluationState = 'waiting' | 'running' | 'finished' | 'failed' | 'cancelled';

export type EvaluationRow = {
  id: string;
  workspace_id: string;
  classification_id: string;
  set_id: string;
  version: number;
  /** Started by a new version of a guarded classification, not by a person. */
  automatic: number;
  state: EvaluationState;
  files: number;
  /** JSON: EvaluationSummary. */
  summary: string | null;
  error: string | null;
  created_at: number;
  finished_at: number | null;
};

/** One file of an evaluation; without `milliseconds` until it is answered, without `answer` where it cannot be. */
export type EvaluationAnswerRow = {
  evaluation_id: string;
  file_id: string;
  workspace_id: string;
  expected: string;
  answer: string | null;
  confidence: number | null;
  /** The first two of the ranking are so close that a person should look, whatever the threshold. */
  close: number | null;
  milliseconds: number | null;
};
