/**
 * Links that open a file without a header: a signature over workspace, file and time of expiry. The name in
 * the path only helps people and browsers; a proxy that re-encodes it breaks nothing.
 */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Failure } from '../errors.ts';

export type FileUrls = {
  /** Secret of this installation; links die when it changes. As an object: 11 us a signature, 58 as bytes. */
  readonly signingKey: KeyObject;
  readonly ttlMs: number;
  /** Where clients reach us, without a trailing slash; the request's own origin where not configured. */
  readonly publicUrl: string | undefined;
};

export type FileLink = {
  readonly workspaceId: string;
  readonly fileId: string;
  readonly expires: number;
  readonly signature: string;
};

export function mintFileUrl(
  { signingKey, ttlMs, publicUrl }: FileUrls,
  origin: string,
  { workspaceId, fileId, name }: { workspaceId: string; fileId: string; name: string },
  now = Date.now(),
): string {
  const expires = now + ttlMs;
  const signature = sign(signingKey, { workspaceId, fileId, expires });
  const query = `workspace=${encodeURIComponent(workspaceId)}&expires=${expires}&signature=${signature}`;
  return `${publicUrl ?? origin}/files/${fileId}/${encodeURIComponent(name)}?${query}`;
}

/** Refuses a link that we did not make, or that has expired. */
export function checkFileLink(signingKey: KeyObject, link: FileLink, now = Date.now()): void {
  const expected = Buffer.from(sign(signingKey, link));
  const given = Buffer.from(link.signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Failure('forbidden', 'The link is not valid; getResults gives a fresh one');
  }
  if (link.expires < now)
    throw new Failure('forbidden', 'The link has expired; getResults gives a fresh one');
}

function sign(signingKey: KeyObject, { workspaceId, fileId, expires }: Omit<FileLink, 'signature'>): string {
  // A JSON list: no two different links have the same text.
  return createHmac('sha256', signingKey)
    .update(JSON.stringify(['file', workspaceId, fileId, expires]))
    .digest('base64url');
}
