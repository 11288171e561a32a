/** The job that holds a classification's latest version against its guarding set; its `dedupe_key` is the classification's id. */
export const checkVersionKind = 'check-version';

export type CheckVersionData = { readonly classificationId: string };
