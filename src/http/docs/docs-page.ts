import { createHash } from 'node:crypto';
import type { FastifyInstance, RouteShorthandOptionsWithHandler } from 'fastify';
import { docsStyle } from './docs-style.ts';
import type { OpenApi } from './openapi-types.ts';
import { renderDocs } from './render-docs.ts';

/** The only thing that the page may use beside its text. */
const styleHash = createHash('sha256').update(docsStyle).digest('base64');

/** The API as people read it, made from the document that machines read. */
export function docsPage(app: FastifyInstance): RouteShorthandOptionsWithHandler {
  return {
    schema: { hide: true },
    handler: async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', `default-src 'none'; style-src 'sha256-${styleHash}'`)
        // Our own document: made by us, so of the shape that we read.
        .send(renderDocs(app.swagger() as unknown as OpenApi)),
  };
}
