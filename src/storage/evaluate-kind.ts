/** The job that answers some files of an evaluation, then asks for the next such job, until all are answered. */
export const evaluateKind = 'evaluate';

export type EvaluateData = { readonly evaluationId: string };
