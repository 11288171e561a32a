/**
 * Everything that goes wrong behind HTTP ends here. A failure tells its message; what the framework refuses
 * is put in our words; anything else is a bug, told as "Internal server error" and logged whole.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Failure, type FailureCode } from '../errors.ts';
import { describeIssue } from './validation-message.ts';

export const statusByCode: Readonly<Record<FailureCode, number>> = {
  invalid_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  worse_on_evaluation: 409,
  too_large: 413,
  too_many_requests: 429,
  unavailable: 503,
  storage_full: 507,
  // What a reader says of a file ends in the file's state; as an answer it is the fault of the input.
  empty_file: 422,
  unsupported_format: 422,
  corrupt_file: 422,
  password_protected: 422,
  limit_exceeded: 422,
  reader_crashed: 500,
  reader_timeout: 500,
  reader_out_of_memory: 500,
  no_text_found: 422,
};

/** Extracta's error body; clients read `message`. */
export type ErrorBody = { readonly status: 'error'; readonly message: string };

export const errorBody = (message: string): ErrorBody => ({ status: 'error', message });

/** An error handler whose statuses differ from the table where an API was published differently. */
export function createErrorHandler(statuses: Partial<Record<FailureCode, number>> = {}) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const { status, message } = describeError(error, statuses);
    if (status >= 500) request.log.error({ err: error }, 'request failed');
    else request.log.debug({ status, reason: message, cause: error.cause }, 'request refused');
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    askToWait(reply, status);
    reply.code(status).send(errorBody(message));
  };
}

/** What is too much now, or out of reach, is worth another try in some seconds. */
export function askToWait(reply: FastifyReply, status: number): void {
  const isPassing = status === 429 || status === 503 || status === 507;
  if (isPassing && !reply.hasHeader('retry-after')) reply.header('retry-after', retryAfterSeconds);
}

const retryAfterSeconds = 5;

export function answerUnknownRoute(request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split('?', 1)[0];
  reply.code(404).send(errorBody(`There is no ${request.method} ${path}; see /docs for what there is`));
}

function describeError(
  error: FastifyError,
  statuses: Partial<Record<FailureCode, number>>,
): { status: number; message: string } {
  if (error instanceof Failure) {
    return { status: statuses[error.code] ?? statusByCode[error.code], message: error.message };
  }
  const issue = error.validation?.[0];
  if (issue) return { status: 400, message: describeIssue(issue) };
  const known = messageByFrameworkCode[error.code];
  if (known) return { status: error.statusCode ?? 400, message: known };
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return { status: error.statusCode, message: error.message };
  }
  return { status: 500, message: 'Internal server error' };
}

const messageByFrameworkCode: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as application/json (uploads as multipart/form-data)',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its Content-Length header says',
  FST_ERR_BAD_URL: 'The path is not a valid URL',
};
