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
