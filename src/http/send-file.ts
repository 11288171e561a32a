/**
 * The originals, opened by signed links. They are strangers' documents on our own host: sent as downloads,
 * in a sandbox, with the type that their content has, so that none of them runs as a page of ours.
 */
import type { KeyObject } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest, RouteShorthandOptionsWithHandler } from 'fastify';
import { Type } from 'typebox';
import { Failure } from '../errors.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { Database } from '../storage/database.ts';
import { findFile, type StoredFile } from '../storage/files.ts';
import { parseRange } from './byte-range.ts';
import { errorAnswer } from './endpoint.ts';
import { errorBody } from './error-response.ts';
import { fileNameParameters } from './file-name-parameters.ts';
import { checkFileLink } from './file-url.ts';
import { requireOriginal } from './require-original.ts';

type FileRequest = {
  readonly Params: { readonly fileId: string; readonly name: string };
  readonly Querystring: { readonly workspace: string; readonly expires: number; readonly signature: string };
};

export function sendFile(
  database: Database,
  blobs: BlobStore,
  signingKey: KeyObject,
): RouteShorthandOptionsWithHandler {
  return {
    schema: {
      operationId: 'file',
      summary: 'Open an original by its signed link',
      description:
        'The whole link comes from uploadFiles or getResults; it needs no key. Ranges are answered.',
      tags: ['Document classification'],
      params: Type.Object({ fileId: Type.String(), name: Type.String({ description: 'For people; any' }) }),
      querystring: Type.Object({
        workspace: Type.String(),
        expires: Type.Integer({ description: 'Milliseconds since 1970' }),
        signature: Type.String(),
      }),
      response: {
        200: {
          description: 'The file as it was uploaded',
          content: { 'application/octet-stream': { schema: Type.String({ format: 'binary' }) } },
        },
        403: errorAnswer('The link has expired; getResults gives a fresh one'),
        404: errorAnswer('The file was deleted, or its original by retention'),
      },
    },
    handler: async (request, reply) => {
      const { params, query } = request as FastifyRequest<FileRequest>;
      checkFileLink(signingKey, { workspaceId: query.workspace, fileId: params.fileId, ...query });
      const file = await findFile(database, { workspaceId: query.workspace, fileId: params.fileId });
      if (file === undefined) throw new Failure('not_found', 'The file was deleted');
      requireOriginal(file);
      return answer(request, reply, file, blobs);
    },
  };
}

async function answer(request: FastifyRequest, reply: FastifyReply, file: StoredFile, blobs: BlobStore) {
  if (request.headers['if-none-match'] === etagOf(file)) return setHeaders(reply, file).code(304).send();
  const ifRange = request.headers['if-range'];
  const header = ifRange === undefined || ifRange === etagOf(file) ? request.headers.range : undefined;
  const range = parseRange(header, file.bytes);
  if (range === 'unsatisfiable') {
    const message = `The file has ${file.bytes} bytes`;
    return reply.code(416).header('content-range', `bytes */${file.bytes}`).send(errorBody(message));
  }
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  const wantsBytes = request.method !== 'HEAD' && file.bytes > 0;
  // For HEAD a stream too: for no body the framework would say a length of 0.
  const bytes = wantsBytes ? await blobs.get(file.blobKey, { start, end }) : Readable.from([]);
  // Only now: a refusal must not carry the headers of the file.
  setHeaders(reply, file).header('content-length', end - start + 1);
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${file.bytes}`);
  return reply.send(bytes);
}

function setHeaders(reply: FastifyReply, file: StoredFile): FastifyReply {
  return reply.headers({
    'content-type': file.mediaType,
    'content-disposition': `attachment; ${fileNameParameters(file.name)}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    etag: etagOf(file),
    // Asked again each time: a deleted file must be gone from caches too.
    'cache-control': 'private, no-cache',
  });
}

const etagOf = (file: StoredFile) => `"${file.sha256}"`;
