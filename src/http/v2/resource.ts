/**
 * One operation of the API: schemas check what comes in, type the handler, and document both. Handlers see
 * what was asked and who asks; the few that stream or set headers use request and reply as well.
 */
import type { FastifyReply, FastifyRequest, RouteShorthandOptionsWithHandler } from 'fastify';
import { type Static, type TObject, type TSchema, Type } from 'typebox';
import type { ApiKey } from '../../storage/api-key.ts';
import { auditedRequest } from '../audit.ts';
import { callerOf } from '../authenticate.ts';
import { problem } from './schemas.ts';

type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

type Asked<Params extends TObject, Query extends TObject, Body extends TSchema> = {
  readonly params: Static<Params>;
  readonly query: Static<Query>;
  readonly body: Static<Body>;
  readonly caller: ApiKey;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

type Operation<
  Params extends TObject,
  Query extends TObject,
  Body extends TSchema,
  Answer extends TSchema,
> = {
  /** Unique in both APIs. */
  readonly name: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly status?: 200 | 201 | 204;
  /** Absent: the handler sends its answer itself, or there is none (204). */
  readonly answer?: Answer;
  /** Open to callers without a key. */
  readonly open?: true;
  readonly handle: (
    asked: Asked<Params, Query, Body>,
  ) => Promise<Frozen<Static<Answer>> | undefined | FastifyReply>;
};

export function resource<
  Answer extends TSchema = TSchema,
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
>(operation: Operation<Params, Query, Body, Answer>): RouteShorthandOptionsWithHandler {
  const { name, tag, summary, description, params, query, body, answer, status = 200, open } = operation;
  return {
    schema: {
      operationId: name,
      tags: [tag],
      summary,
      ...(description && { description }),
      security: open ? [] : [{ apiKey: [] }],
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      response: {
        ...(answer
          ? { [status]: answer }
          : status === 204
            ? { 204: Type.Null({ description: 'Done' }) }
            : {}),
        default: problem,
      },
    },
    handler: async (request, reply) => {
      reply.code(status);
      const caller = open ? noCaller : callerOf(request);
      const result = await auditedRequest(request, caller, name, () =>
        operation.handle({
          params: request.params as Static<Params>,
          query: request.query as Static<Query>,
          body: request.body as Static<Body>,
          caller,
          request,
          reply,
        }),
      );
      return status === 204 ? reply.send() : result;
    },
  };
}

/** Whoever signs in is nobody yet. */
const noCaller: ApiKey = {
  id: '',
  workspaceId: '',
  name: '',
  scope: 'read',
  classificationId: undefined,
  templateId: undefined,
};
