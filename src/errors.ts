/**
 * Failures: what can go wrong in the world, each with a stable code. Anything else that is thrown is a
 * bug: the caller is told "Internal server error", the log everything.
 */
export type FailureCode =
  | 'invalid_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'worse_on_evaluation'
  | 'too_large'
  | 'too_many_requests'
  | 'unavailable'
  | 'storage_full'
  // Reading a file failed: the file ends `failed` with one of these.
  | 'empty_file'
  | 'unsupported_format'
  | 'corrupt_file'
  | 'password_protected'
  | 'limit_exceeded'
  | 'reader_crashed'
  | 'reader_timeout'
  | 'reader_out_of_memory'
  | 'no_text_found';

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;

  /** `message` is shown to the caller, so it names the thing and the remedy; `cause` is only logged. */
  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Whether another attempt at the same work can end differently. */
export const isRetryable: Readonly<Record<FailureCode, boolean>> = {
  invalid_request: false,
  unauthorized: false,
  forbidden: false,
  not_found: false,
  conflict: false,
  worse_on_evaluation: false,
  too_large: false,
  too_many_requests: true,
  unavailable: true,
  storage_full: true,
  empty_file: false,
  unsupported_format: false,
  corrupt_file: false,
  password_protected: false,
  limit_exceeded: false,
  reader_crashed: true,
  reader_timeout: true,
  reader_out_of_memory: true,
  no_text_found: false,
};
