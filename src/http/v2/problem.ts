/** Errors as RFC 9457 tells them, with a stable `code`, the request's id and whether a repeat can help. */
import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Failure, type FailureCode, isRetryable } from '../../errors.ts';
import { askToWait, statusByCode } from '../error-response.ts';
import { describeIssue } from '../validation-message.ts';
import type { Problem } from './schemas.ts';

type Refusal = Pick<Problem, 'status' | 'code' | 'detail' | 'retryable' | 'errors' | 'comparison'>;

export function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = describe(error);
  if (refusal.status >= 500) request.log.error({ err: error }, 'request failed');
  sendProblem(request, reply, refusal);
}

export function answerUnknownResource(request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split('?', 1)[0];
  const detail = `There is no ${request.method} ${path}; see /docs for what there is`;
  sendProblem(request, reply, { status: 404, code: 'not_found', detail, retryable: false });
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  const { status, code, detail, retryable, errors, comparison } = refusal;
  const body: Problem = {
    type: `urn:mailroom:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    requestId: String(request.id),
    retryable,
    ...(errors && { errors }),
    ...(comparison !== undefined && { comparison }),
  };
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  askToWait(reply, status);
  // A text, not an object: the serialiser of the route knows only what it answers when all is well.
  reply.code(status).type('application/problem+json').send(JSON.stringify(body));
}

function describe(error: FastifyError): Refusal {
  if (error instanceof Failure) {
    const refusal = refuse(error.code, error.message);
    const { statusCode = refusal.status, comparison } = error as FastifyError & { comparison?: unknown };
    return { ...refusal, status: statusCode, ...(comparison !== undefined && { comparison }) };
  }
  if (error.validation) {
    const errors = error.validation.map((issue) => ({
      pointer: issue.instancePath,
      detail: describeIssue(issue),
    }));
    return { ...refuse('invalid_request', errors[0]?.detail ?? 'The request is not valid'), errors };
  }
  const status = error.statusCode ?? 500;
  if (status === 413) return refuse('too_large', 'The body is too large');
  if (status === 429) return refuse('too_many_requests', error.message);
  if (status >= 400 && status < 500) return { ...refuse('invalid_request', error.message), status };
  return { status: 500, code: 'internal_error', detail: 'Internal server error', retryable: true };
}

function refuse(code: FailureCode, detail: string): Refusal {
  return { status: statusByCode[code], code, detail, retryable: isRetryable[code] };
}
