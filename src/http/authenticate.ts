import assert from 'node:assert/strict';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../errors.ts';
import type { ApiKey } from '../storage/api-key.ts';
import { findApiKey } from '../storage/api-keys.ts';
import type { Database } from '../storage/database.ts';
import { requireAccess, withinBinding } from './access.ts';

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
    admit(request, caller);
  };
}

/** Lets a known caller in, where its scope reaches. */
export function admit(request: FastifyRequest, caller: ApiKey): void {
  requireAccess(request, caller);
  callers.set(request, caller);
}

/** A hook for preHandler: bound keys see nothing beyond what they are bound to. */
export function createBindingCheck(database: Database) {
  return async (request: FastifyRequest): Promise<void> => {
    callers.set(request, await withinBinding(database, request, callerOf(request)));
  };
}

/** Who asks. Only for routes behind the authentication. */
export function callerOf(request: FastifyRequest): ApiKey {
  const caller = callers.get(request);
  assert(caller, 'the route is not behind the authentication');
  return caller;
}
