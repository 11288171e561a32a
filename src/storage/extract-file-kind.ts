/** The job that extracts a template's fields from one file; its `dedupe_key` is the file's id. */
export const extractFileKind = 'extract-file';

export type ExtractFileData = { readonly fileId: string };
