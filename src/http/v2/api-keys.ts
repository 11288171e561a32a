import { Type } from 'typebox';
import * as storage from '../../storage/api-keys.ts';
import type { Database } from '../../storage/database.ts';
import { missing } from './missing.ts';
import { toTime } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'API keys';

export function listApiKeys(database: Database) {
  return resource({
    name: 'apiKeys.list',
    tag,
    summary: 'List the keys of the workspace',
    answer: Type.Object({ items: Type.Array(schemas.apiKey) }),
    handle: async ({ caller: { workspaceId } }) => {
      const keys = await storage.listApiKeys(database, workspaceId);
      return {
        items: keys.map(({ id, name, prefix, createdAt, revokedAt }) => ({
          id,
          name,
          prefix,
          createdAt: toTime(createdAt),
          ...(revokedAt !== undefined && { revokedAt: toTime(revokedAt) }),
        })),
      };
    },
  });
}

export function createApiKey(database: Database) {
  return resource({
    name: 'apiKeys.create',
    tag,
    summary: 'Make a key',
    description: 'The key is in this answer only: its hash is all that is stored.',
    status: 201,
    body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) }),
    answer: Type.Object({ id: Type.String(), name: Type.String(), key: Type.String() }),
    handle: async ({ body: { name }, caller: { workspaceId } }) => ({
      name,
      ...(await storage.createApiKey(database, { workspaceId, name })),
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
