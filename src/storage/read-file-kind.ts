/** The job that only reads one labelled file; its `dedupe_key` is the file's id. */
export const readFileKind = 'read-file';

export type ReadFileData = { readonly fileId: string };
