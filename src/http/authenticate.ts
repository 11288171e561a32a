import assert from 'node:assert/strict';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../errors.ts';
import { type ApiKey, findApiKey } from '../storage/api-keys.ts';
import type { Database } from '../storage/database.ts';

/** Longest header looked at; our own keys have 46 characters. */
const keyCharactersMax = 512;

const callers = new WeakMap<FastifyRequest, ApiKey>();

/** A hook for onRequest: who is not known is refused before a byte of the body is read. */
export function createAuthentication(database: Database) {
  return async (request: FastifyRequest): Promise<void> => {
    const header = request.headers.authorization;
    if (header === undefined) {
      throw new Failure(
        'unauthorized',
        'The API key is missing; send the header "Authorization: Bearer <key>"',
      );
    }
    const key = /^bearer +(\S+) *$/i.exec(header)?.[1];
    if (key === undefined || key.length > keyCharactersMax) {
      throw new Failure('unauthorized', 'The Authorization header must read "Bearer <key>"');
    }
    const caller = await findApiKey(database, key);
    if (caller === undefined) {
      throw new Failure('unauthorized', 'The API key is not valid; "mailroom keys" lists and makes keys');
    }
    callers.set(request, caller);
  };
}

/** Who asks. Only for routes behind the authentication. */
export function callerOf(request: FastifyRequest): ApiKey {
  const caller = callers.get(request);
  assert(caller, 'the route is not behind the authentication');
  return caller;
}
