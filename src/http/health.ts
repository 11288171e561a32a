/** For load balancers and people: no key, no secrets, no work beyond one trivial query. */
import type {} from '@fastify/swagger';
import type { RouteShorthandOptionsWithHandler } from 'fastify';
import { sql } from 'kysely';
import { Type } from 'typebox';
import { Failure } from '../errors.ts';
import type { Database } from '../storage/database.ts';

export function health(database: Database, version: string): RouteShorthandOptionsWithHandler {
  return {
    schema: {
      operationId: 'health',
      summary: 'State of the server',
      tags: ['Operation'],
      response: {
        200: Type.Object(
          {
            status: Type.Literal('ok'),
            version: Type.String(),
            uptimeSeconds: Type.Integer({ minimum: 0 }),
          },
          { description: 'Up and able to answer', additionalProperties: false },
        ),
      },
    },
    handler: async () => {
      await checkDatabase(database);
      return { status: 'ok', version, uptimeSeconds: Math.floor(process.uptime()) };
    },
  };
}

/** Alive: the process answers. */
export function live(): RouteShorthandOptionsWithHandler {
  return { schema: { hide: true }, handler: async () => ({ status: 'ok' }) };
}

/** Ready: the database answers too. */
export function ready(database: Database): RouteShorthandOptionsWithHandler {
  return {
    schema: { hide: true },
    handler: async () => {
      await checkDatabase(database);
      return { status: 'ok' };
    },
  };
}

/** Throws where it does not answer. */
export async function checkDatabase(database: Database): Promise<void> {
  try {
    await sql`select 1`.execute(database);
  } catch (cause) {
    throw new Failure('unavailable', 'The database does not answer', { cause });
  }
}
