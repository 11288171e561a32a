/** Signing in: an API key is exchanged for a cookie that scripts cannot read and other sites cannot send. */
import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import type { ApiKey } from '../../storage/api-key.ts';
import { findApiKey } from '../../storage/api-keys.ts';
import type { Database } from '../../storage/database.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';
import { endSession, startSession } from './session-token.ts';

export function createSession(database: Database, signingKey: Buffer) {
  return resource({
    name: 'createSession',
    tag: 'Session',
    summary: 'Sign in a browser with an API key',
    description: 'Sets a cookie (HttpOnly, SameSite=Strict) that stands for the key in this browser.',
    status: 201,
    open: true,
    body: Type.Object({ apiKey: Type.String({ minLength: 1, maxLength: 512 }) }),
    answer: schemas.session,
    handle: async ({ body, request, reply }) => {
      const key = await findApiKey(database, body.apiKey.trim());
      if (key === undefined) {
        throw new Failure('unauthorized', 'This API key is not valid; "mailroom keys" lists and makes keys');
      }
      startSession(request, reply, { signingKey, keyId: key.id });
      return toSession(key);
    },
  });
}

export function readSession() {
  return resource({
    name: 'readSession',
    tag: 'Session',
    summary: 'Tell who is signed in',
    answer: schemas.session,
    handle: async ({ caller }) => toSession(caller),
  });
}

export function deleteSession() {
  return resource({
    name: 'deleteSession',
    tag: 'Session',
    summary: 'Sign out',
    status: 204,
    handle: async ({ request, reply }) => {
      endSession(request, reply);
    },
  });
}

function toSession({ id, workspaceId, name, scope }: ApiKey): schemas.Session {
  return { workspaceId, keyId: id, keyName: name, scope };
}
