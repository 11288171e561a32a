import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import { listAuditEvents as list } from '../../storage/audit.ts';
import type { Database } from '../../storage/database.ts';
import { toPage, toTime } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const auditEvent = Type.Object(
  {
    id: Type.String(),
    at: schemas.time('When'),
    actor: Type.Object({
      kind: Type.Union([Type.Literal('key'), Type.Literal('system'), Type.Literal('command line')]),
      id: Type.Optional(Type.String({ description: 'Of the key' })),
      name: Type.String(),
    }),
    action: Type.String({ description: 'The operation, by its id in this document' }),
    resource: Type.Object({ kind: Type.String(), id: Type.String() }),
    summary: Type.String({ description: 'What was set or how many; neither secrets nor contents' }),
    requestId: Type.Optional(Type.String()),
  },
  { additionalProperties: false, description: 'One change' },
);

export function listAuditEvents(database: Database) {
  return resource({
    name: 'auditEvents.list',
    tag: 'Operations',
    summary: 'List who changed what and when, newest first',
    description: 'Each is written in the transaction of its change, and kept for `AUDIT_DAYS`.',
    query: Type.Object({
      ...schemas.pageQuery,
      action: Type.Optional(Type.String({ maxLength: 100 })),
      resourceId: Type.Optional(schemas.id('Only of this resource')),
      apiKeyId: Type.Optional(schemas.id('Only by this key')),
      since: Type.Optional(Type.String({ maxLength: 40, description: 'From this time on (RFC 3339)' })),
      until: Type.Optional(Type.String({ maxLength: 40, description: 'Before this time (RFC 3339)' })),
    }),
    answer: schemas.pageOf(auditEvent),
    handle: async ({ query, caller: { workspaceId } }) => {
      const { limit = 50, cursor, action, resourceId, apiKeyId, since, until } = query;
      const page = await list(database, {
        workspaceId,
        action,
        resourceId,
        actorId: apiKeyId,
        since: toMilliseconds(since),
        until: toMilliseconds(until),
        limit,
        cursor,
      });
      return toPage(page, ({ id, at, actor, action, resourceKind, resourceId, summary, requestId }) => ({
        id,
        at: toTime(at),
        actor: { kind: actor.kind, ...(actor.id !== undefined && { id: actor.id }), name: actor.name },
        action,
        resource: { kind: resourceKind, id: resourceId },
        summary,
        ...(requestId !== undefined && { requestId }),
      }));
    },
  });
}

function toMilliseconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new Failure('invalid_request', `"${text}" is not a time like 2027-01-31T12:00:00Z`);
  return time;
}
