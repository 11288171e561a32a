/**
 * One endpoint that takes and answers JSON: a schema checks the body, types the handler and documents both.
 * Handlers see the body and who asks, never the framework. A long answer may be a stream of JSON text.
 */
import { Readable } from 'node:stream';
import type {} from '@fastify/swagger';
import type { FastifyRequest, FastifySchema, RouteShorthandOptionsWithHandler } from 'fastify';
import { type Static, type TSchema, Type } from 'typebox';
import { auditedRequest } from './audit.ts';
import { callerOf } from './authenticate.ts';

export type Caller = {
  readonly workspaceId: string;
  /** Scheme and host under which the caller reached us. */
  readonly origin: string;
};

type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

type EndpointDescription<Body extends TSchema, Answer extends TSchema, Result = unknown> = {
  /** Unique in the API; the endpoint's own name. */
  readonly name: string;
  readonly summary: string;
  /** The heading under which it is documented. */
  readonly tag?: string;
  readonly description?: string;
  readonly body?: Body;
  /** Key order in an answer is that of the object which the handler returns. */
  readonly answer: Answer;
  /** Statuses of refusals, each with an example of its message. */
  readonly refusals?: Readonly<Record<number, string>>;
  readonly handle: (body: Static<Body>, caller: Caller) => Promise<Result | Readable>;
};

export function endpoint<
  Answer extends TSchema,
  const Result extends Frozen<Static<Answer>>,
  Body extends TSchema = TSchema,
>(description: EndpointDescription<Body, Answer, Result>): RouteShorthandOptionsWithHandler {
  return {
    schema: { ...describeEndpoint(description), ...(description.body && { body: description.body }) },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const { workspaceId } = caller;
      const answer = await auditedRequest(request, caller, description.name, () =>
        description.handle(request.body as Static<Body>, { workspaceId, origin: originOf(request) }),
      );
      if (answer instanceof Readable) reply.type('application/json; charset=utf-8');
      return answer;
    },
  };
}

/** Forwarded headers count only where they come from a configured proxy. */
export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;

/** The documentation of an endpoint, for those that read their body themselves too. */
export function describeEndpoint({
  name,
  summary,
  tag = 'Document classification',
  description,
  answer,
  refusals,
}: Omit<EndpointDescription<TSchema, TSchema>, 'handle' | 'body'>): FastifySchema {
  const answers: Record<string, unknown> = { 200: answer };
  for (const [status, message] of Object.entries({ ...commonRefusals, ...refusals })) {
    answers[status] = errorAnswer(message);
  }
  return {
    operationId: name,
    summary,
    ...(description && { description }),
    tags: [tag],
    security: [{ apiKey: [] }],
    response: answers,
  };
}

const commonRefusals = {
  401: 'The API key is missing; send the header "Authorization: Bearer <key>"',
  429: 'Too many requests; try again in 5 seconds',
  500: 'Internal server error',
};

/** The error body, with an example of its message. */
export function errorAnswer(message: string): TSchema {
  return Type.Object(
    { status: Type.Literal('error'), message: Type.String() },
    { description: 'Refused', additionalProperties: false, examples: [{ status: 'error', message }] },
  );
}
