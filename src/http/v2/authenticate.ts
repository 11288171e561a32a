import type { FastifyRequest } from 'fastify';
import { Failure } from '../../errors.ts';
import { findApiKeyById } from '../../storage/api-keys.ts';
import type { Database } from '../../storage/database.ts';
import { admit, createAuthentication } from '../authenticate.ts';
import { keyIdOfSession } from './session-token.ts';

/** A key in the header, or a browser's session. */
export function createDeskAuthentication(database: Database, signingKey: Buffer) {
  const authenticateByHeader = createAuthentication(database);
  return async (request: FastifyRequest): Promise<void> => {
    if (request.headers.authorization === undefined) {
      const keyId = keyIdOfSession(request, signingKey);
      const key = keyId && (await findApiKeyById(database, keyId));
      if (key) {
        refuseOtherSites(request);
        admit(request, key);
        return;
      }
    }
    await authenticateByHeader(request);
  };
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
