/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a POST that is repeated with the key of an
 * earlier one gets that one's answer, and nothing is made twice.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Failure } from '../../errors.ts';
import type { Database } from '../../storage/database.ts';
import { claimIdempotencyKey, keepAnswer, releaseIdempotencyKey } from '../../storage/idempotency.ts';
import { callerOf } from '../authenticate.ts';

const keyCharactersMax = 255;
/** What they answer is a secret that is stored nowhere: a repeat makes another. */
const secretRoutes = ['/api-keys', '/webhooks'];

export function addIdempotency(desk: FastifyInstance, database: Database): void {
  const claimed = new WeakSet<FastifyRequest>();
  desk.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request);
    if (key === undefined) return;
    const fingerprint = fingerprintOf(request);
    const kept = await claimIdempotencyKey(database, { ...key, fingerprint });
    if (kept === undefined) {
      claimed.add(request);
      return;
    }
    if (kept.fingerprint !== fingerprint) {
      const other = new Failure('invalid_request', 'This Idempotency-Key was used for another request');
      throw Object.assign(other, { statusCode: 422 });
    }
    if (kept.answer === undefined) {
      throw new Failure('conflict', 'A request with this Idempotency-Key is being worked on; ask again soon');
    }
    reply.code(kept.answer.status).header('idempotent-replay', 'true');
    return reply.type('application/json; charset=utf-8').send(kept.answer.body);
  });
  desk.addHook('onSend', async (request, reply, payload) => {
    if (!claimed.delete(request)) return payload;
    const key = keyOf(request)!;
    if (reply.statusCode < 300 && typeof payload === 'string') {
      await keepAnswer(database, key, { status: reply.statusCode, body: payload });
    } else await releaseIdempotencyKey(database, key);
    return payload;
  });
}

function keyOf(request: FastifyRequest) {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || typeof key !== 'string' || key === '') return undefined;
  if (secretRoutes.some((route) => request.routeOptions.url?.endsWith(route))) return undefined;
  if (key.length > keyCharactersMax) {
    throw new Failure('invalid_request', `An Idempotency-Key has ${keyCharactersMax} characters at most`);
  }
  return { workspaceId: callerOf(request).workspaceId, key };
}

/** A form's files flow straight to the store: of such a request the route and the length are compared. */
function fingerprintOf(request: FastifyRequest): string {
  const isJson = /json/.test(request.headers['content-type'] ?? '');
  const body = isJson ? JSON.stringify(request.body) : (request.headers['content-length'] ?? '');
  return createHash('sha256').update(`${request.url}\n${body}`).digest('hex');
}
