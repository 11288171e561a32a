/** The job that reads and classifies one file; its `dedupe_key` is the file's id. */
export const processFileKind = 'process-file';

export type ProcessFileData = { readonly fileId: string };
