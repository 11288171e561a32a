import { Failure, isRetryable } from '../errors.ts';
import { failFile } from '../storage/finish-file.ts';
import type { Write } from './job-handler.ts';

/** What is wrong with the file itself: no further attempt can end differently. */
export function isFinalFailure(error: unknown): boolean {
  return error instanceof Failure && !isRetryable[error.code];
}

/** Ends a file as `failed`, with the reason that its owner is told. */
export function writeFileFailure(
  file: { readonly workspaceId: string; readonly fileId: string },
  error: unknown,
  onWritten: (code: string) => void,
): Write {
  const reason =
    error instanceof Failure
      ? { code: error.code, message: error.message }
      : { code: 'internal_error', message: 'Internal error while reading this file' };
  return async (transaction) => {
    if (await failFile(transaction, { ...file, ...reason })) onWritten(reason.code);
  };
}
