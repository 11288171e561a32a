import type {
  ClassificationRevisionRow,
  ClassificationRow,
  ClassificationVersionRow,
} from './classification-rows.ts';
import type { BatchRow, CorrectionRow, FileRow, ResultRow } from './file-rows.ts';
import type { JobChangeRow, JobGroupRow, JobRow, JobWorkspaceRow } from './job-rows.ts';
import type {
  EvaluationAnswerRow,
  EvaluationRow,
  EvaluationSetRow,
  LabelledFileRow,
  LessonRow,
} from './learning-rows.ts';
import type { SourceItemRow, SourceRow } from './source-rows.ts';
import type {
  ExtractionRow,
  LinkedBatchRow,
  LinkedFileRow,
  TemplateRevisionRow,
  TemplateRow,
  ValueConfirmationRow,
  ValueEditRow,
} from './template-rows.ts';
import type { WebhookAttemptRow, WebhookDeliveryRow, WebhookEndpointRow } from './webhook-rows.ts';
import type {
  ApiKeyRow,
  AuditEventRow,
  IdempotencyKeyRow,
  ServerSecretRow,
  UsageRecordRow,
  WorkspaceRow,
} from './workspace-rows.ts';

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
