import assert from 'node:assert/strict';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../../errors.ts';
import { findApiKeyById } from '../../storage/api-key-by-id.ts';
import type { ApiKey } from '../../storage/api-keys.ts';
import type { Database } from '../../storage/database.ts';
import { callerOf as callerOfHeader, createAuthentication } from '../authenticate.ts';
import { keyIdOfSession } from './session-token.ts';

const callers = new WeakMap<FastifyRequest, ApiKey>();

/** A key in the header, or a browser's session. */
export function createDeskAuthentication(database: Database, signingKey: Buffer) {
  const authenticateByHeader = createAuthentication(database);
  return async (request: FastifyRequest): Promise<void> => {
    if (request.headers.authorization === undefined) {
      const keyId = keyIdOfSession(request, signingKey);
      const key = keyId && (await findApiKeyById(database, keyId));
      if (key) {
        refuseOtherSites(request);
        callers.set(request, key);
        return;
      }
    }
    await authenticateByHeader(request);
    callers.set(request, callerOfHeader(request));
  };
}

/** Who asks. Only for routes behind the authentication. */
export function callerOf(request: FastifyRequest): ApiKey {
  const caller = callers.get(request);
  assert(caller, 'the route is not behind the authentication');
  return caller;
}

/**
 * SameSite=Strict already keeps the cookie from other sites; another port or subdomain of ours is the same
 * site, though, and what changes something must come from our own pages.
 */
function refuseOtherSites(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const own =
    site === undefined ? origin === `${request.protocol}://${request.host}` : site === 'same-origin';
  if (!own) throw new Failure('forbidden', 'A signed-in browser may change things only from our own pages');
}
