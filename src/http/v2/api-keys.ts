import { type Static, Type } from 'typebox';
import { Failure } from '../../errors.ts';
import * as storage from '../../storage/api-keys.ts';
import type { Database } from '../../storage/database.ts';
import { missing } from './missing.ts';
import { toTime } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'API keys';

const wanted = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  scope: Type.Optional(schemas.keyScope),
  classificationId: Type.Optional(schemas.id('The key sees only this classification')),
  templateId: Type.Optional(schemas.id('The key sees only this template')),
  expiresAt: Type.Optional(
    Type.String({ maxLength: 40, description: 'A time (RFC 3339) from which on it is refused' }),
  ),
});

export function listApiKeys(database: Database) {
  return resource({
    name: 'apiKeys.list',
    tag,
    summary: 'List the keys of the workspace',
    answer: Type.Object({ items: Type.Array(schemas.apiKey) }),
    handle: async ({ caller: { workspaceId } }) => {
      const keys = await storage.listApiKeys(database, workspaceId);
      return { items: keys.map(toApiKey) };
    },
  });
}

export function createApiKey(database: Database) {
  return resource({
    name: 'apiKeys.create',
    tag,
    summary: 'Make a key',
    description:
      'The key is in this answer only: its hash is all that is stored. Without a scope it is `admin`; a key that is bound to a classification, a template or one of each has the scope `write` or `read`.',
    status: 201,
    body: wanted,
    answer: Type.Object({ id: Type.String(), name: Type.String(), key: Type.String() }),
    handle: async ({ body, caller: { workspaceId } }) => ({
      name: body.name,
      ...(await storage.createApiKey(database, {
        ...body,
        workspaceId,
        expiresAt: body.expiresAt === undefined ? undefined : parseTime(body.expiresAt),
      })),
    }),
  });
}

export function revokeApiKey(database: Database) {
  return resource({
    name: 'apiKeys.revoke',
    tag,
    summary: 'Revoke a key',
    description: 'It is refused from the next request on, and its sessions end.',
    params: Type.Object({ apiKeyId: schemas.id('Id of a key') }),
    status: 204,
    handle: async ({ params: { apiKeyId }, caller: { workspaceId } }) => {
      const keys = await storage.listApiKeys(database, workspaceId);
      if (!keys.some((key) => key.id === apiKeyId)) throw missing('API key', apiKeyId);
      await storage.revokeApiKey(database, apiKeyId);
      return undefined;
    },
  });
}

function toApiKey(key: storage.ListedApiKey): Static<typeof schemas.apiKey> {
  const { id, name, prefix, scope, classificationId, templateId, createdAt, expiresAt, revokedAt } = key;
  return {
    id,
    name,
    prefix,
    scope,
    ...(classificationId !== undefined && { classificationId }),
    ...(templateId !== undefined && { templateId }),
    createdAt: toTime(createdAt),
    ...(expiresAt !== undefined && { expiresAt: toTime(expiresAt) }),
    ...(revokedAt !== undefined && { revokedAt: toTime(revokedAt) }),
  };
}

/** A day alone (`2027-01-31`) is its first moment in UTC. */
function parseTime(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new Failure('invalid_request', 'expiresAt must be a time like 2027-01-31T12:00:00Z');
  return time;
}
