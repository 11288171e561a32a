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
