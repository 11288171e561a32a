/**
 * The cookie of a signed-in browser. It holds no key: it names one, signed, so revoking the key ends its
 * sessions with the next request.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const cookieName = 'mailroom_session';
/** A working month; each key can be revoked sooner. */
const sessionMs = 30 * 24 * 3_600_000;

export function startSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { signingKey, keyId }: { signingKey: Buffer; keyId: string },
): void {
  setCookie(request, reply, sign(signingKey, keyId, Date.now() + sessionMs), sessionMs / 1000);
}

export function endSession(request: FastifyRequest, reply: FastifyReply): void {
  setCookie(request, reply, '', 0);
}

/** The key's id that the request's cookie names; undefined where there is no valid cookie. */
export function keyIdOfSession(request: FastifyRequest, signingKey: Buffer): string | undefined {
  const token = readCookie(request.headers.cookie);
  if (token === undefined) return undefined;
  const [keyId = '', expires = '', signature = ''] = token.split('.');
  const expected = Buffer.from(sign(signingKey, keyId, Number(expires)));
  const given = Buffer.from(`${keyId}.${expires}.${signature}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return Number(expires) > Date.now() ? keyId : undefined;
}

function sign(signingKey: Buffer, keyId: string, expires: number): string {
  const signature = createHmac('sha256', signingKey).update(JSON.stringify(['session', keyId, expires]));
  return `${keyId}.${expires}.${signature.digest('base64url')}`;
}

function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, seconds: number): void {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  reply.header(
    'set-cookie',
    `${cookieName}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`,
  );
}

function readCookie(header: string | undefined): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [name, value] = pair.split('=');
    if (name?.trim() === cookieName) return value?.trim() || undefined;
  }
  return undefined;
}
