import type { Generated } from 'kysely';
import type { KeyScope } from './api-key.ts';

/**
 * The tables, as Kysely sees them. Common subset of SQLite and PostgreSQL: text ids, integers for
 * milliseconds since 1970, JSON as text. Every row carries its workspace: that is the key for sharding.
 */
export type Tables = {
  workspaces: WorkspaceRow;
  api_keys: ApiKeyRow;
  audit_events: AuditEventRow;
  classifications: ClassificationRow;
  batches: BatchRow;
  files: FileRow;
  results: ResultRow;
  corrections: CorrectionRow;
  classification_revisions: ClassificationRevisionRow;
  classification_versions: ClassificationVersionRow;
  lessons: LessonRow;
  labelled_files: LabelledFileRow;
  evaluation_sets: EvaluationSetRow;
  evaluations: EvaluationRow;
  evaluation_answers: EvaluationAnswerRow;
  idempotency_keys: IdempotencyKeyRow;
  templates: TemplateRow;
  template_revisions: TemplateRevisionRow;
  extractions: ExtractionRow;
  value_edits: ValueEditRow;
  value_confirmations: ValueConfirmationRow;
  linked_batches: LinkedBatchRow;
  linked_files: LinkedFileRow;
  webhook_endpoints: WebhookEndpointRow;
  webhook_deliveries: WebhookDeliveryRow;
  webhook_attempts: WebhookAttemptRow;
  usage_records: UsageRecordRow;
  sources: SourceRow;
  source_items: SourceItemRow;
  jobs: JobRow;
  job_groups: JobGroupRow;
  job_workspaces: JobWorkspaceRow;
  job_changes: JobChangeRow;
  server_secrets: ServerSecretRow;
};

export type WorkspaceRow = { id: string; name: string; created_at: number };

export type ApiKeyRow = {
  id: string;
  workspace_id: string;
  name: string;
  /** SHA-256 of the key, hex. The key itself is shown once and never stored. */
  hash: string;
  /** First characters of the key, to tell keys apart in a list. */
  prefix: string;
  created_at: number;
  revoked_at: number | null;
  scope: KeyScope;
  /** What the key is bound to. */
  classification_id: string | null;
  template_id: string | null;
  expires_at: number | null;
};

/** One change, as it was recorded with it. */
export type AuditEventRow = {
  id: string;
  workspace_id: string;
  at: number;
  actor_kind: 'key' | 'system' | 'command line';
  actor_id: string | null;
  actor_name: string;
  action: string;
  resource_kind: string;
  resource_id: string;
  summary: string;
  request_id: string | null;
};

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

/** The owner is a classification or a template. */
export type BatchRow = {
  id: string;
  workspace_id: string;
  /** Files of `examples` and `evaluation` are only read; their owner is the classification. */
  owner_kind: 'classification' | 'template' | 'examples' | 'evaluation';
  owner_id: string;
  created_at: number;
};

export type FileState = 'waiting' | 'processed' | 'failed';

export type FileRow = {
  id: string;
  workspace_id: string;
  batch_id: string;
  /** Order of upload within the batch. */
  position: number;
  /** Which page of the original it is, where a template splits PDFs; 0 for the whole file. */
  page: number;
  name: string;
  media_type: string;
  bytes: number;
  sha256: string;
  /** Where the original lies in the blob store. */
  blob_key: string;
  /** Where the kept reading lies; null until read. */
  reading_key: string | null;
  page_count: number;
  state: FileState;
  error_code: string | null;
  error_message: string | null;
  created_at: number;
  finished_at: number | null;
  /** The event that told of this file; null until its batch is final. */
  event_id: string | null;
  /** When retention took original and reading: `blob_key` is empty then. */
  originals_deleted_at: number | null;
};

/** One answer for one segment of a file. `segment` 0 is the whole file, the only one so far. */
export type ResultRow = {
  id: string;
  workspace_id: string;
  file_id: string;
  /** The file's batch: what is counted by batch is counted from an index. */
  batch_id: string;
  segment: number;
  /** 1-based, inclusive. */
  page_from: number;
  page_to: number;
  document_type: string;
  confidence: number;
  needs_review: number;
  /** JSON: Ranked[]. */
  ranking: string;
  /** JSON: Evidence[]. */
  evidence: string;
  /** JSON: string[]: library entries borrowed from. */
  borrowed: string;
  /** Revision of the classification that answered. */
  revision: number;
  /** Version of the classification that answered; null where versions were not kept yet. */
  version: number | null;
  created_at: number;
};

/** What a person said of a file. The result carries the answer; here stand who said it, and what was answered before. */
export type CorrectionRow = {
  file_id: string;
  workspace_id: string;
  classification_id: string;
  /** The kept reading: what a classifier can learn from. */
  reading_key: string;
  predicted_type: string;
  predicted_confidence: number;
  document_type: string;
  /** Of the classification that predicted. */
  revision: number;
  api_key_id: string;
  api_key_name: string;
  created_at: number;
};

/** The answer to a request that may be repeated; without one while it is worked on. */
export type IdempotencyKeyRow = {
  workspace_id: string;
  key: string;
  fingerprint: string;
  status: number | null;
  answer: string | null;
  created_at: number;
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

/** A named set of fields: Extracta's "extraction". */
export type TemplateRow = {
  id: string;
  workspace_id: string;
  name: string;
  description: string | null;
  language: string;
  /** JSON, as it came. */
  options: string;
  /** JSON, as it came; parseFields reads it. */
  fields: string;
  /** JSON: Retention; null where everything is kept. */
  retention: string | null;
  /** Grows with each change: results carry the revision that made them. */
  revision: number;
  created_at: number;
  updated_at: number;
};

/** A template as it was at each revision. */
export type TemplateRevisionRow = {
  template_id: string;
  workspace_id: string;
  revision: number;
  language: string;
  /** JSON, both as in the template. */
  options: string;
  fields: string;
  created_at: number;
};

/** What a template's fields found in one file. */
export type ExtractionRow = {
  file_id: string;
  workspace_id: string;
  revision: number;
  created_at: number;
  /** JSON: PlainResult, as clients get it. */
  result: string;
  /** JSON: ExtractedDocument, with evidence. */
  extracted: string;
};

/** A value that a person wrote. The extraction carries it; here stand who wrote it, and what was found before. */
export type ValueEditRow = {
  file_id: string;
  /** As `listValues` writes it. */
  path: string;
  workspace_id: string;
  /** JSON: ExtractedValue; null where nothing was found. */
  previous: string | null;
  api_key_id: string;
  api_key_name: string;
  created_at: number;
};

/** Who said that all values of a file are right. */
export type ValueConfirmationRow = {
  file_id: string;
  workspace_id: string;
  api_key_id: string;
  api_key_name: string;
  created_at: number;
};

/** The one batch of a template that takes the files of one classification batch. */
export type LinkedBatchRow = {
  source_batch_id: string;
  template_id: string;
  batch_id: string;
  workspace_id: string;
};

/** A classified file, and the file of a template that it became. */
export type LinkedFileRow = {
  source_file_id: string;
  workspace_id: string;
  template_id: string;
  batch_id: string;
  file_id: string;
};

export type WebhookEndpointRow = {
  id: string;
  workspace_id: string;
  url: string;
  secret: string;
  /** JSON: names of events. */
  events: string;
  created_at: number;
  disabled_at: number | null;
  disabled_reason: string | null;
};

/** One event for one endpoint. */
export type WebhookDeliveryRow = {
  id: string;
  workspace_id: string;
  endpoint_id: string;
  event_id: string;
  event: string;
  /** Null for a ping. */
  batch_id: string | null;
  /** The one file that the event is about; null where it is about a batch. */
  file_id: string | null;
  /** W3C traceparent; null where nothing is traced. */
  traceparent: string | null;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  next_at: number;
  /** Held by a sender until then. */
  lease_until: number | null;
  created_at: number;
  finished_at: number | null;
};

export type WebhookAttemptRow = {
  delivery_id: string;
  number: number;
  at: number;
  milliseconds: number;
  /** Null where no answer came. */
  status: number | null;
  error: string | null;
  /** The beginning of the answer. */
  response: string | null;
};

/** Work that became final on one day (UTC) for one owner: one file, or many where merged. */
export type UsageRecordRow = {
  id: string;
  workspace_id: string;
  day: string;
  owner_kind: 'classification' | 'template';
  owner_id: string;
  processed: number;
  failed: number;
  pages: number;
  bytes: number;
  merged: number;
};

export type JobRow = {
  id: Generated<number>;
  workspace_id: string;
  kind: string;
  /** Turns are taken by workspace, then by group (a batch). */
  group_id: string;
  /** JSON: what the kind needs. */
  data: string;
  /** At most one open job a kind and key. */
  dedupe_key: string | null;
  /** `delayed` becomes `ready` at `run_at`. A finished job's row is gone: its outcome stands elsewhere. */
  state: 'ready' | 'delayed' | 'running' | 'dead';
  priority: number;
  run_at: number;
  /** How often it was claimed. With `worker` it fences: who holds an older number is too late. */
  attempts: number;
  /** Failures allowed in all. */
  attempts_max: number;
  /** Attempts that ended in an error. */
  failures: number;
  /** Attempts whose worker died. */
  losses: number;
  worker: string | null;
  lease_until: number | null;
  last_error: string | null;
  created_at: number;
};

/** Counters of one group's open jobs, so that the next job is found without counting. Gone with its last job. */
export type JobGroupRow = {
  workspace_id: string;
  group_id: string;
  ready: number;
  /** Ready, delayed and running. */
  open: number;
  /** In hand or done: the group with the fewest goes first. */
  served: number;
  created_at: number;
};

export type JobWorkspaceRow = {
  workspace_id: string;
  ready: number;
  /** Number of its latest turn; the lowest goes next. */
  turn: number;
};

/** A change of a group's counters that waits to be added to them; PostgreSQL only. */
export type JobChangeRow = {
  workspace_id: string;
  group_id: string;
  ready: number;
  open: number;
  served: number;
  created_at: number;
};

export type ServerSecretRow = { name: string; value: string; created_at: number };

/** A folder or mailbox that files come from by themselves. */
export type SourceRow = {
  id: string;
  workspace_id: string;
  kind: 'folder' | 'mailbox';
  name: string;
  owner_kind: BatchRow['owner_kind'];
  owner_id: string;
  /** JSON, without a secret. */
  settings: string;
  sealed_secret: string | null;
  paused: number;
  due_at: number;
  /** Counts the looks at it; fences a worker whose lease is over. */
  looks: number;
  lease_until: number | null;
  /** Looks that failed since the last one that did not. */
  failures: number;
  files: number;
  succeeded_at: number | null;
  failed_at: number | null;
  error: string | null;
  created_at: number;
};

/** What was taken from a source and is not yet moved away. */
export type SourceItemRow = {
  source_id: string;
  workspace_id: string;
  item_key: string;
  mark: string;
  taken_at: number;
};
